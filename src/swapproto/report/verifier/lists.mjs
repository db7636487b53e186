// Facts, contradictions and views about lists: 12.2, 12.3 and 12.4.
import { equal, hex } from './bytes.mjs';
import { openedTag } from './keys.mjs';
import { listOf } from './knowledge.mjs';
import { byKeys, groupBy } from './rows.mjs';

const SAME = ['role', 'previous', 'exchange', 'answers', 'schema', 'count', 'root', 'key'];
const text = (value) => (value instanceof Uint8Array ? hex(value) : String(value));
export const sameness = ({ body }) => SAME.map((field) => text(body[field])).join(' '); // of what is the same list
export const givesTag = (known, receipt) =>
  equal(openedTag(known.cek, receipt.body.commitment, receipt.kid), receipt.body.tag);

// The commitments of the highest version of each list.
export function newestOf(commitments) {
  const newest = new Map();
  for (const [list, versions] of groupBy(commitments, listOf)) {
    const top = versions.reduce((most, { body }) => (body.version > most ? body.version : most), 0);
    newest.set(list, versions.filter(({ body }) => body.version === top));
  }
  return newest;
}

export function assessLists({ transcript, knowledge, references, claims }) {
  for (const statement of transcript.statements.values()) {
    claims.fact('signed', statement);
    for (const name of references.named.get(statement.name)) claims.fact('knew', statement, {}, [name]);
  }
  const commitments = transcript.all('commitment');
  const newest = newestOf(commitments);
  for (const commitment of commitments) assessCommitment(commitment);
  for (const [, group] of groupBy(commitments, (one) => listOf(one) + one.body.version)) compareVersions(group);
  for (const one of [...newest.values()].flat()) claims.view('current-version', one, { version: one.body.version });
  for (const reveal of transcript.sound('reveal')) assessReveal(reveal);
  for (const one of knowledge.wrongKeys) {
    claims.blame('wrong-key', one.signer, [transcript.commitmentOf(one), one], { why: 'key-mismatch' });
  }
  for (const disclosure of transcript.disclosures.values()) assessDisclosure(disclosure);
  const isExpired = ({ body: { notAfter } }) => notAfter !== null && notAfter < transcript.now;
  const expired = [...transcript.trust.values()].filter(isExpired);
  for (const card of expired) claims.view('card-expired', card, { not_after: card.body.notAfter });
  for (const source of knowledge.failedWraps) {
    claims.view('wrap-failed', source, {}, { evidence: [(transcript.commitmentOf(source) ?? source).name] });
  }

  function assessCommitment(commitment) {
    const { body } = commitment;
    const envelope = transcript.envelopeOf(commitment);
    const known = knowledge.of(commitment);
    const { count } = body;
    const { public: transferable = false, content, code: why, givers } = known ?? {};
    claims.fact('count-stated', commitment, { count });
    if (envelope) claims.fact('committed', commitment, {}, [envelope.piece]);
    else claims.view('envelope-absent', commitment);
    if (!transferable) claims.view('sealed', commitment);
    if (content) {
      const evidence = [envelope.piece, ...givers];
      claims.fact('opened', commitment, { transferable }, evidence);
      claims.fact('count-proven', commitment, { count, distinct_keys: content.distinctKeys }, evidence);
    } else if (why) {
      const reveals = givers.map((name) => transcript.statements.get(name));
      claims.blame('wrong-content', commitment.signer, [commitment, envelope, ...reveals], { transferable, why });
    }
    if (body.previous) assessChain(commitment);
  }

  function assessChain(commitment) {
    const { body } = commitment;
    const before = transcript.get(body.previous);
    const version = BigInt(body.version) - 1n;
    const right = before?.kind === 'commitment' && listOf(before) === listOf(commitment) &&
      text(before.body.exchange) === text(body.exchange) && BigInt(before.body.version) === version;
    if (!before) claims.view('gap', commitment, { version: Number(version) });
    else if (right) claims.fact('chained', commitment, {}, [before.name]);
    else claims.blame('bad-chain', commitment.signer, [commitment, before]);
  }

  // All commitments with one signer, list and version.
  function compareVersions(group) {
    const same = groupBy(group, sameness);
    for (const of of [...same.values()].filter(({ length }) => length > 1)) {
      const [first, second, ...rest] = of.sort(byKeys('name'));
      claims.fact('reissued', first, {}, [second.name]);
      for (const one of [second, ...rest]) claims.fact('reissued', one, {}, [first.name]);
    }
    if (same.size > 1) claims.blame('fork', group[0].signer, group);
  }

  function assessReveal(reveal) {
    const commitment = transcript.commitmentOf(reveal);
    const { wrap } = reveal.body;
    if (!commitment || (!wrap && knowledge.wrongKeys.includes(reveal))) return;
    claims.fact('released', reveal, { to: wrap ? hex(wrap[0]) : null }, [commitment.name]);
  }

  function assessDisclosure({ name, commitment, shown }) {
    const { version } = commitment.body;
    const about = { name, signer: commitment.signer };
    const value = { version, newest: newest.get(listOf(commitment))[0].body.version };
    claims.fact('disclosed', about, { entries: shown.length }, [commitment.name]);
    const code = version < value.newest ? 'superseded' : 'disclosure-age';
    claims.view(code, about, value, { evidence: [commitment.name] });
  }
}
