// The operations of section 16 that a reader has.
import { readArmor, writeArmor } from './armor.mjs';
import { checkDisclosure, frame, readDisclosure } from './artefacts.mjs';
import { assess } from './assess.mjs';
import { attemptAsync, equal, fail, hex, unhex, utf8 } from './bytes.mjs';
import { decode } from './cbor.mjs';
import { boundOf, operatorOf, pinnedOperator, readRevocations } from './certificates.mjs';
import { isCommittedKey, openWith, prove, readEnvelope, rootOf } from './envelope.mjs';
import { digest } from './hashes.mjs';
import { derive, encryptionKeys, fingerprint, openedTag, unwrap, wrapInfo } from './keys.mjs';
import { collect } from './presence.mjs';
import { asData, forConformance } from './report.mjs';
import { readCard, readStatement, verifyStatement } from './statements.mjs';
import { verifyToken } from './tokens.mjs';

async function committed(input) {
  const commitment = await verifyStatement(readStatement(unhex(input.commitment)), unhex(input.verify));
  return commitment.kind === 'commitment' ? commitment : fail('commitment-missing');
}

const OPERATIONS = {
  'read-cbor': ({ bytes, depth }) => {
    decode(unhex(bytes), depth);
    return {};
  },
  'read-armor': ({ text }) => ({ bytes: hex(readArmor(utf8(text))) }),
  'write-armor': ({ bytes }) => ({ text: writeArmor(unhex(bytes)) }),
  frame: ({ bytes }) => {
    const pieces = [...frame(unhex(bytes))];
    const artefacts = pieces.filter(({ code }) => !code).map((piece) => [piece.offset, piece.bytes.length]);
    return { artefacts, rejected: pieces.filter(({ code }) => code).map(({ offset, code }) => [offset, code]) };
  },
  'read-card': async ({ card }) => {
    const { body, kid, id } = await readCard(unhex(card));
    return { name: body.name, kid: hex(kid), card_id: hex(id), fingerprint: fingerprint(id) };
  },
  'read-statement': async ({ statement, verify }) => {
    const { kind, id, payload } = await verifyStatement(readStatement(unhex(statement)), unhex(verify));
    return { kind, id: hex(id), body: hex(payload) };
  },
  tree: ({ leaves }) => ({ root: hex(rootOf(leaves.map(unhex))) }),
  prove: ({ leaves, positions }) => ({ proof: prove(leaves.map(unhex), positions).map(hex) }),
  'wrap-info': ({ reader, extra }) => ({ info: hex(wrapInfo(unhex(reader), unhex(extra))) }),
  'derive-exchange-key': (input) => {
    const secret = derive(32, 'local secret', unhex(input.seed));
    const seed = derive(32, 'exchange key', secret, unhex(input.exchange), unhex(input.for), input.number);
    return { encrypt: hex(encryptionKeys(seed).encrypt), secret: hex(seed) };
  },
  'opened-tag': ({ cek, commitment, receiver }) =>
    ({ tag: hex(openedTag(unhex(cek), unhex(commitment), unhex(receiver))) }),
  unwrap: async ({ seed, wrap, reader, extra }) => {
    const keys = encryptionKeys(derive(32, 'encryption key', unhex(seed)));
    return { cek: hex(await unwrap(keys, unhex(wrap), wrapInfo(unhex(reader), unhex(extra)))) };
  },
  open: async (input) => {
    if (!input.cek) return undefined;
    const commitment = await committed(input);
    const envelope = readEnvelope(unhex(input.envelope));
    if (!equal(await digest('SHA-256', envelope.bytes), commitment.body.envelope)) fail('envelope-mismatch');
    const cek = unhex(input.cek);
    if (!isCommittedKey(commitment, cek)) fail('key-mismatch');
    const { label, entries, restricted } = await openWith(commitment, envelope, cek);
    return { label, entries: entries.map(hex), restricted: restricted && restricted.map(hex) };
  },
  'read-disclosure': async (input) => {
    const commitment = await committed(input);
    const shown = checkDisclosure(commitment, readDisclosure(unhex(input.disclosure)));
    return { items: shown.map((item) => [item.position, hex(item.entry), item.restricted && hex(item.restricted)]) };
  },
  'verify-token': async (input) => {
    const operator = pinnedOperator({ ...input, name: '', certificates: input.certificates.map(unhex) });
    const token = await verifyToken(unhex(input.token), input.stamped.map(unhex), operator.certificates);
    const lists = input.revocations.map((list) => readRevocations(unhex(list))).filter(Boolean);
    await operatorOf(token, [operator], [operator], lists);
    return { time: token.time, bound: boundOf(token, operator), signer: token.signer.name };
  },
  assess: async (input) => {
    if (input.beacon) return undefined;
    const assessment = await answerWith(input);
    const { transcript, claims, contradictions, exit, unproven } = assessment;
    const rows = (kind) => claims.filter((claim) => claim.class === kind)
      .map(({ code, subject, by, value, evidence }) => [code, subject, by, value, evidence]);
    return {
      exit, facts: rows('fact'), views: rows('view'),
      contradictions: contradictions.map((one) => [one.code, one.culprit, one.evidence, one.transferable, one.why]),
      rejected: transcript.rejected.map(({ code }) => code).sort(),
      ignored: transcript.ignored.map(({ code }) => code).sort(),
      unproven: [...unproven].sort(),
    };
  },
  report: async (input) => (input.beacon ? undefined : { assessment: forConformance(asData(await answerWith(input))) }),
};

export async function answerWith(input) {
  const { now, require, quorum, operators = [], revocations = [] } = input;
  const files = input.files.map((file, i) => ({ name: input.names?.[i] ?? String(i), bytes: unhex(file) }));
  return assess({
    now, require, quorum, collected: await collect(files), pinned: input.pinned.map(unhex),
    openings: new Map(Object.entries(input.openings)),
    operators: operators.map((one) => ({ ...one, certificates: one.certificates.map(unhex) })),
    revocations: revocations.map(unhex),
  });
}

export async function answer(operation, input) {
  if (!Object.hasOwn(OPERATIONS, operation)) return { unsupported: true };
  const { value, code } = await attemptAsync(() => OPERATIONS[operation](input));
  if (code) return { error: code };
  return value === undefined ? { unsupported: true } : { ok: value };
}

// JSON with integers up to 64 bits, which JSON.parse would round.
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const MARK = '\u0000integer:';

export function parseJson(text) {
  const marked = text.replace(TOKEN, (token) => (token[0] === '"' ? token : JSON.stringify(MARK + token)));
  return JSON.parse(marked, (key, value) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    const integer = BigInt(value.slice(MARK.length));
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  });
}

export function printJson(value) {
  const text = JSON.stringify(value, (key, content) => (typeof content === 'bigint' ? MARK + content : content));
  return text.replaceAll(/"\\u0000integer:(-?\d+)"/g, '$1');
}
