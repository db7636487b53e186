// Whose move it is: 17.10.
import { equal } from './bytes.mjs';
import { listOf } from './knowledge.mjs';
import { byKeys } from './rows.mjs';

const highestIat = (statements) => statements.reduce((most, { iat }) => Math.max(most ?? 0, iat), null);
const versionOf = ({ body }) => body.version;

// Of commitments in the order of their ids, the first of the lowest version, and the first of the highest; or null.
const lowest = (ordered) => ordered.reduce((a, b) => (a && versionOf(a) <= versionOf(b) ? a : b), null);
const highest = (ordered) => ordered.reduce((a, b) => (a && versionOf(a) >= versionOf(b) ? a : b), null);

// Where an exchange stands: its `state`, who is `awaited` to do what, what is `binding`, and what is at `stake`.
export function movesOf(exchange) {
  const { ruled, slots, terms, knowledge, transcript, release, parties, accepted, commitments, inTurn } = exchange;
  const due = (name) => terms.body.deadlines.get(name);
  const serving = () => exchange.mediators.filter((kid) => !exchange.withdrawnKids.has(kid));
  const agreeing = () => serving().filter((kid) => accepted.some(({ signer }) => signer === kid));
  const readersOf = (slot) => parties.filter((kid) => kid !== slot.by);
  const isSpoiled = (commitment) => knowledge.isPublic(commitment) && Boolean(knowledge.failure(commitment));
  const isFilled = (slot) => commitments.some((one) => exchange.fills(one) === slot);
  const opened = (kid, commitment) =>
    exchange.acknowledgements(commitment, 'opened').filter(({ signer }) => signer === kid);
  const has = (reader, commitment) =>
    opened(reader, commitment).length > 0 || (knowledge.isOpened(commitment) && knowledge.isPublic(commitment));
  const openedAll = (mediator) => [...stake.values()].every((one) => one && opened(mediator, one).length > 0);
  const revealsOf = (commitment) => exchange.reveals.filter(({ body }) => equal(body.commitment, commitment.id));
  const releasersOf = (commitment) => release === 1 ? [commitment.signer] : serving().filter(openedAll);

  // The complaints of a reader that stand about a wrap of a commitment by this maker.
  const complaints = (reader, commitment, maker) => standing.filter(({ signer, body }) => signer === reader &&
    equal(body.commitment, commitment.id) && transcript.get(body.source).signer === maker);

  // Whether a wrap under a key id, in a source by its maker, is for this reader and good so far.
  const isGood = (reader, keyId, source, commitment) =>
    exchange.readerOf(keyId, source, commitment) === reader && !standing.some(({ signer, body }) =>
      signer === reader && equal(body.source, source.id) && equal(body.key, keyId));

  const isWrapped = (reader, commitment, test) => revealsOf(commitment).some((reveal) =>
    test(reveal) && reveal.body.wrap && isGood(reader, reveal.body.wrap[0], reveal, commitment));

  const isHanded = (reader, commitment) => has(reader, commitment) || knowledge.isPublic(commitment) ||
    isWrapped(reader, commitment, (reveal) => inTurn.includes(reveal));

  // What is promised, as [slot, commitment]; and the pairs of such a commitment and a reader who was not handed it.
  const isPromised = (slot, one) => !isSpoiled(one) &&
    (one === stake.get(slot) || (exchange.covers(one) === slot && exchange.reliedOn.has(one.name)));
  const promised = () =>
    slots.flatMap((slot) => commitments.filter((one) => isPromised(slot, one)).map((one) => [slot, one]));
  const unhanded = () => promised().flatMap(([slot, one]) =>
    readersOf(slot).filter((reader) => !isHanded(reader, one)).map((reader) => [one, reader]));

  const rows = { // of the table of 17.10, each of which waits for somebody if it is its turn
    proposed() {
      const missing = parties.filter((kid) => !accepted.some(({ signer }) => signer === kid));
      for (const kid of missing) wait(kid, 'accept', null, terms.iat, due('accept'));
    },
    committing() {
      const first = parties.map((kid) => Math.min(...accepted.filter((a) => a.signer === kid).map((a) => a.iat)));
      const empty = slots.filter((slot) => !isFilled(slot));
      for (const { by } of empty) wait(by, 'commit', null, Math.max(...first), due('commit'));
    },
    undelivered() {
      if (!terms.body.delivery) return;
      for (const [slot, commitment] of stake) {
        const signers = exchange.acknowledgements(commitment).map(({ signer }) => signer);
        const readers = readersOf(slot);
        const isDelivered = readers.every((kid) => signers.includes(kid));
        if (isDelivered || exchange.mediators.some((kid) => signers.includes(kid))) continue;
        for (const kid of [...readers, ...agreeing()].filter((one) => !signers.includes(one))) {
          wait(kid, 'acknowledge', commitment, commitment.iat, exchange.deliveryDue, [[commitment]]);
        }
      }
    },
    spoiled() {
      for (const one of [...stake.values()].filter(isSpoiled)) wait(one.signer, 'amend', one, null, null);
    },
    depositing() {
      if (release !== 2 || serving().some(openedAll)) return;
      const since = highestIat([...stake.values()]);
      if (!agreeing().length) for (const kid of serving()) wait(kid, 'accept', null, since, null);
      for (const kid of agreeing()) {
        for (const commitment of [...stake.values()].filter((one) => !opened(kid, one).length)) {
          const { signer } = commitment;
          if (isDeposited(kid, commitment)) wait(kid, 'open', commitment, since, null);
          else if (!exchange.acceptsFor(kid, signer).length) wait(kid, 'accept', commitment, since, null);
          else wait(signer, 'deposit', commitment, since, null);
        }
      }
    },
    releasing() {
      const first = handovers().filter(({ about }) => !about.length);
      const stakes = [...stake.values()];
      for (const one of first) {
        const ready = release === 1 ? stakes : stakes.flatMap((commitment) => opened(one.releaser, commitment));
        reveal(one, highestIat(ready), due('reveal'));
      }
      if (first.length) rows.complained();
    },
    complained() {
      for (const one of handovers()) for (const { iat } of one.about) reveal(one, iat, null);
    },
    receiving() {
      for (const [slot, commitment] of promised()) {
        const reveals = revealsOf(commitment).filter((one) => inTurn.includes(one) || exchange.isPublished(one));
        for (const reader of readersOf(slot).filter((one) => !has(one, commitment))) {
          wait(reader, 'open', commitment, highestIat(reveals), null);
        }
      }
    },
    reviewing() {
      if (due('review') === null) return;
      for (const [slot, commitment] of stake) {
        for (const reader of readersOf(slot).filter((one) => !latestReview(one, commitment))) {
          const read = opened(reader, commitment);
          const published = knowledge.of(commitment)?.givers.map((name) => transcript.statements.get(name)) ?? [];
          wait(reader, 'review', commitment, highestIat(read), due('review'), [[...read, ...published]]);
        }
      }
    },
    contested() {
      for (const [slot, commitment] of stake) {
        const reviews = contests(slot, commitment);
        if (reviews.length) wait(commitment.signer, 'amend', commitment, highestIat(reviews), null);
      }
    },
  };

  const awaited = [];
  const binding = new Map(ruled ? slots.map((slot) => [slot, bindingOf(slot)]) : []);
  const stake = new Map(ruled ? slots.map((slot) => [slot, atStake(slot)]) : []);
  const standing = exchange.receipts.filter(stands);
  const state = ruled ? findState() : 'no-terms';
  return { exchange, state, awaited, binding, stake };

  function bindingOf(slot) {
    const filling = commitments.filter((one) => exchange.fills(one) === slot);
    const of = filling.length ? filling : commitments.filter((one) => exchange.covers(one) === slot);
    const relied = of.filter((one) => exchange.reliedOn.has(one.name));
    return relied.length ? highest(relied) : lowest(of);
  }

  function atStake(slot) {
    const bound = binding.get(slot);
    if (!bound) return null;
    const above = commitments.filter((one) =>
      exchange.fills(one) === slot && listOf(one) === listOf(bound) && versionOf(one) > versionOf(bound));
    const contested = [bound, ...above].some((one) => contests(slot, one).length > 0);
    return isSpoiled(bound) || contested ? highest(above) ?? bound : bound;
  }

  function latestReview(reader, commitment) {
    const own = exchange.reviews.filter(({ signer, body }) =>
      signer === reader && equal(body.commitment, commitment.id) && signer !== commitment.signer);
    return own.sort(byKeys('iat', 'name')).at(-1) ?? null;
  }

  function contests(slot, commitment) {
    const latest = readersOf(slot).map((reader) => latestReview(reader, commitment));
    return latest.filter((review) => review?.body.verdict === 'contested');
  }

  function stands({ name, signer, body }) {
    const verdict = knowledge.complaints.get(name);
    return Boolean(verdict) && Boolean(body.seed ?? body.wrap) && verdict.code !== 'false-complaint' &&
      !has(signer, verdict.commitment);
  }

  // `needed` are groups of statements: the move could be made in time if one of each, and of all accepts, was there.
  function wait(by, what, commitment, since, until, needed = []) {
    const name = commitment?.name ?? null;
    const known = awaited.find((one) => one.by === by && one.what === what && one.commitment === name);
    const accepts = [...parties, by].map((kid) => accepted.filter(({ signer }) => signer === kid));
    const could = until !== null && [...accepts, ...needed].every((group) => group.some((one) => wasThere(one, until)));
    if (!known) return awaited.push({ by, what, commitment: name, since, due: until, could });
    if (since !== null && (known.since === null || since > known.since)) known.since = since;
    return known.could ||= could;
  }

  function wasThere(statement, until) {
    const { sets, times } = exchange.world;
    if (!terms.body.clocks.length) return statement.iat <= until;
    return sets.some((set) => (!set.terms || set.terms === terms) && times.any(set, statement.name)?.time <= until);
  }

  function neededFor({ commitment, reader, releaser }) {
    const covering = slots.map((slot) => commitments.filter((one) => exchange.covers(one) === slot));
    const opening = (group) => group.flatMap((one) => opened(releaser, one));
    return [[commitment], exchange.acceptsFor(reader, releaser), ...(release === 1 ? covering : covering.map(opening))];
  }

  function findState() {
    if (isSettled()) return 'settled';
    if (exchange.isReplaced()) return 'replaced';
    if (isWithdrawn()) return 'withdrawn';
    const state = Object.keys(rows).find((name) => (rows[name](), awaited.length > 0)) ?? 'contested';
    const isUnserved = ['proposed', 'committing', 'undelivered'].includes(state) && release === 2 && !agreeing().length;
    if (isUnserved) for (const kid of serving()) wait(kid, 'accept', null, terms.iat, null); // a mediator is needed
    return state;
  }

  function isSettled() {
    if (!exchange.isAgreed || !slots.every(isFilled)) return false;
    if (slots.some((slot) => isSpoiled(stake.get(slot)) || contests(slot, stake.get(slot)).length)) return false;
    if (!promised().every(([slot, one]) => readersOf(slot).every((reader) => has(reader, one)))) return false;
    return due('review') === null ||
      slots.every((slot) => readersOf(slot).every((reader) => latestReview(reader, stake.get(slot))));
  }

  function isWithdrawn() {
    if (parties.some((kid) => exchange.withdrawnKids.has(kid))) return true;
    const ofTerms = exchange.withdrawals.some((one) => exchange.targetOf(one) === terms);
    return (ofTerms && !exchange.isAgreed) || (release === 2 && !serving().length);
  }

  // Whether there is a wrap for a mediator in the envelope, or in a reveal by the committer.
  function isDeposited(mediator, commitment) {
    const wraps = transcript.envelopeOf(commitment)?.wraps ?? [];
    return wraps.some(([keyId]) => isGood(mediator, keyId, commitment, commitment)) ||
      isWrapped(mediator, commitment, ({ signer }) => signer === commitment.signer);
  }

  // Of each pair that is not handed over, and each who may hand it over: the complaints between them.
  function handovers() {
    return unhanded().flatMap(([commitment, reader]) => releasersOf(commitment).map((releaser) =>
      ({ commitment, reader, releaser, about: complaints(reader, commitment, releaser) })));
  }

  function reveal(handover, since, until) {
    const { commitment, reader, releaser } = handover;
    const hasKey = exchange.acceptsFor(reader, releaser).length > 0;
    if (hasKey) wait(releaser, 'reveal', commitment, since, until, neededFor(handover));
    else wait(reader, 'accept', commitment, since, null);
  }
}

// The views of 17.9 that rest on moves.
export function assessMoves(exchange, moves, acceptLate) {
  const { claims, terms, transcript, ruled } = exchange;
  if (!terms) return;
  claims.view('state', terms, { state: moves.state });
  if (!ruled) return;
  for (const [slot, binding] of [...moves.binding].filter(([, bound]) => bound)) {
    const newest = versionOf(binding);
    const amendments = exchange.commitments.filter((one) =>
      exchange.covers(one) === slot && listOf(one) === listOf(binding) && versionOf(one) > newest);
    claims.view('binding', binding, { version: newest });
    for (const one of amendments) {
      claims.view('amended', one, { version: versionOf(one), newest }, { evidence: [binding.name] });
    }
  }
  for (const one of moves.awaited) {
    const { by, what, since, due } = one;
    const about = [terms, { what, since, due }, { by, evidence: one.commitment ? [one.commitment] : [] }];
    claims.view('awaiting', ...about);
    one.overdue = one.could && due < transcript.now && !acceptLate.has(by);
    if (one.overdue) claims.view('overdue', ...about);
  }
}
