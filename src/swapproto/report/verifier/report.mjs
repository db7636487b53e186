// An assessment as data: 12.6.
import { hex } from './bytes.mjs';
import { fingerprint } from './keys.mjs';
import { byKeys } from './rows.mjs';

const textOrNull = (value) => (value === null ? null : value instanceof Uint8Array ? hex(value) : value);
const plainTitle = (title) => (title instanceof Map ? Object.fromEntries(title) : title);

export function asData(assessment) {
  const { transcript, exit, clocks, quorum, require, missing, claims, contradictions, unproven } = assessment;
  return {
    schema: 'swapproto-assessment/1', spec: 'swapproto/1', ok: exit === 0, exit, now: assessment.now,
    inputs: transcript.inputs.map((input) => ({ ...input, artefacts: [...input.artefacts].sort() })),
    trust: [...transcript.trust.values()].sort((a, b) => (a.signer < b.signer ? -1 : 1)).map((card) => ({
      kid: card.signer, name: card.body.name, card: card.name, fingerprint: fingerprint(card.id),
      not_after: card.body.notAfter,
    })),
    clocks: clocks.map(({ name, anchors, accuracy }) => ({ name, certificates: [...anchors].sort(), accuracy })),
    quorum, beacon: false, require, missing, lists: transcript.all('commitment').map(listAsData),
    claims, contradictions, rejected: transcript.rejected, ignored: transcript.ignored, not_proven: unproven,
    exchanges: [...assessment.moves.values()].map(exchangeAsData),
    awaiting: [...assessment.moves].flatMap(([exchange, { awaited }]) =>
      awaited.map(({ could, ...one }) => ({ exchange, ...one }))),
  };
}

function listAsData({ name, signer, body, iat }) {
  const of = (field) => textOrNull(body[field]);
  return {
    commitment: name, by: signer, list: of('list'), role: of('role'), version: of('version'), previous: of('previous'),
    exchange: of('exchange'), answers: of('answers'), count: of('count'), root: of('root'), iat,
  };
}

function exchangeAsData({ exchange, state, stake }) {
  const { terms } = exchange;
  return {
    exchange: exchange.name, title: terms ? plainTitle(terms.body.title) : null, by: terms ? terms.signer : null, state,
    in_force: exchange.inForce(), release: exchange.release,
    replaces: terms ? textOrNull(terms.body.replaces) : null,
    deadlines: terms ? Object.fromEntries(terms.body.deadlines) : null,
    slots: exchange.slots.map((slot) => (
      { by: slot.by, role: slot.role, count: slot.count, commitment: stake.get(slot)?.name ?? null })),
    mediators: exchange.mediators,
  };
}

// What the operation `report` answers, in its order (section 16).
export function forConformance(data) {
  return {
    ...data,
    rejected: [...data.rejected].sort(byKeys('id', 'code')),
    ignored: [...data.ignored].sort(byKeys('id', 'code')),
    awaiting: [...data.awaiting].sort(byKeys('exchange', 'by', 'what', 'commitment')),
    not_proven: [...data.not_proven].sort(),
  };
}
