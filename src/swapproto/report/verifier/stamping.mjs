// Stamps and disclosures: 12.1, step 7, and the times of 18.5.
import { checkDisclosure } from './artefacts.mjs';
import { attempt, attemptAsync, compare, hex, utf8 } from './bytes.mjs';
import { agreedOperator, boundOf, operatorOf } from './certificates.mjs';
import { byKeys, groupBy } from './rows.mjs';
import { stampedBytes } from './statements.mjs';
import { verifyToken } from './tokens.mjs';

const LOWEST = byKeys('bound', 'stamp');

export function checkDisclosures(transcript, disclosures) {
  for (const disclosure of disclosures) {
    const commitment = transcript.get(disclosure.commitment, 'commitment');
    const { value: shown, code } = attempt(() => commitment && checkDisclosure(commitment, disclosure));
    if (!commitment) transcript.ignore(disclosure.piece, 'disclosure', 'commitment-missing');
    else if (code) transcript.reject(disclosure, code);
    else transcript.disclosures.set(disclosure.piece, { name: disclosure.piece, commitment, shown });
  }
}

// A set of clocks: `terms` is null of the pinned ones.
function clockSets(transcript, pinned, quorum, isAgreed) {
  const agreed = transcript.all('terms').filter(isAgreed).map((terms) =>
    ({ clock: 'agreed', terms, operators: terms.body.clocks.map(agreedOperator), quorum: terms.body.quorum }));
  return [{ clock: 'pinned', terms: null, operators: pinned, quorum }, ...agreed].filter((set) => set.operators.length);
}

// Check every stamp. Return the sets of clocks, and the stamps that only another signature would make right.
export async function checkStamps(transcript, stamps, { pinned, quorum, lists }, isAgreed, pause) {
  const sets = clockSets(transcript, pinned, quorum, isAgreed);
  const unmatched = [];
  const certificates = pinned.flatMap((operator) => operator.certificates);
  const waiting = groupBy(stamps, (stamp) => hex(stamp.target));
  const ready = [...waiting.keys()].filter((target) => transcript.statements.has(target));
  for (const target of ready) {
    for (const stamp of waiting.get(target)) {
      if (!(await pause('time', stamps.length)) && (await checkStamp(stamp, target))) ready.push(stamp.piece);
    }
    waiting.delete(target);
  }
  for (const { piece } of [...waiting.values()].flat()) transcript.ignore(piece, 'stamp', 'target-missing');
  return { sets, unmatched };

  async function checkStamp(stamp, target) {
    const statement = transcript.statements.get(target);
    const stamped = statement ? statement.variants.map(stampedBytes) : [transcript.stamps.get(target).bytes];
    const read = await attemptAsync(() => verifyToken(stamp.token, stamped, certificates));
    if (read.code) {
      const isExcused = read.code === 'token-signer-missing' || (read.code === 'token-imprint' && statement);
      if (isExcused) transcript.ignore(stamp.piece, 'stamp', read.code);
      else transcript.reject(stamp, read.code);
      if (read.unmatched && statement) unmatched.push({ name: stamp.piece, statement });
      return false;
    }
    const token = read.value;
    const operatorAmong = (operators) => attemptAsync(() => operatorOf(token, operators, pinned, lists));
    const of = new Map();
    for (const set of sets) {
      const { operator, end } = (await operatorAmong(set.operators)).value ?? {};
      if (!operator) continue;
      const said = { operator: operator.name, key: token.signer.keyName, bound: boundOf(token, operator) };
      of.set(set, { ...said, time: token.time, accuracy: token.accuracy ?? operator.accuracy, end });
    }
    if (!of.size) {
      const everyone = [...pinned, ...sets.filter((set) => set.terms).flatMap((set) => set.operators)];
      transcript.ignore(stamp.piece, 'stamp', (await operatorAmong(everyone)).code);
      return false;
    }
    transcript.stamps.set(stamp.piece, { ...stamp, name: stamp.piece, target, of });
    return waiting.has(stamp.piece);
  }
}

// By each set of clocks, when each statement and stamp existed by, and which operators and stamps say so; or null.
export class Times {
  constructor(transcript, references, sets) {
    this.bySet = new Map();
    const stampsFirst = [...transcript.stamps.values()].reverse(); // renewals come after what they renew
    for (const set of sets) {
      const [direct, any] = [new Map(), new Map()];
      const merge = (map, name, other = new Map()) => {
        if (!map.has(name)) map.set(name, new Map());
        const mine = map.get(name);
        for (const [pair, said] of other) mine.set(pair, [said, mine.get(pair) ?? said].sort(LOWEST)[0]);
      };
      for (const { of, target, name: stamp } of stampsFirst) {
        const { operator, key, bound } = of.get(set) ?? {};
        if (operator) merge(direct, target, new Map([[`${key} ${operator}`, { operator, key, bound, stamp }]]));
        merge(direct, target, direct.get(stamp));
      }
      for (const name of references.namersFirst()) {
        merge(any, name, direct.get(name));
        for (const id of references.named.get(name)) merge(any, id, any.get(name));
      }
      this.bySet.set(set, { direct, any });
    }
  }

  operators = (set, name) => namesIn(set, [...this.bySet.get(set).direct.get(name)?.values() ?? []]);
  direct = (set, name) => agreeing(this.bySet.get(set).direct.get(name), set);
  any = (set, name) => agreeing(this.bySet.get(set).any.get(name), set);
}

// The lowest time by which so many operators, paired with as many keys (by augmenting paths), say so: 18.5.
function agreeing(said, set) {
  const ordered = [...said?.values() ?? []].sort((a, b) =>
    a.bound - b.bound || compare(utf8(a.operator), utf8(b.operator)) || compare(utf8(a.key), utf8(b.key)));
  const byKey = new Map();
  const offers = new Map();
  const place = (operator, tried) => offers.get(operator).some((one) => {
    if (tried.has(one.key)) return false;
    tried.add(one.key);
    if (byKey.has(one.key) && !place(byKey.get(one.key).operator, tried)) return false;
    byKey.set(one.key, one);
    return true;
  });
  for (const one of ordered) {
    offers.set(one.operator, [...offers.get(one.operator) ?? [], one]);
    const placed = new Set([...byKey.values()].map(({ operator }) => operator));
    const isLonger = [...offers.keys()].some((operator) => !placed.has(operator) && place(operator, new Set()));
    if (!isLonger || byKey.size < set.quorum) continue;
    const agree = ordered.filter(({ bound }) => bound <= one.bound).sort(LOWEST);
    const lowest = [...groupBy(agree, ({ operator }) => operator).values()].flatMap((of) => of.slice(0, set.quorum));
    return { time: one.bound, operators: namesIn(set, agree), stamps: lowest.map(({ stamp }) => stamp) };
  }
  return null;
}

const namesIn = (set, said) =>
  set.operators.map(({ name }) => name).filter((name) => said.some(({ operator }) => operator === name));
