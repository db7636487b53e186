// Whose move it is: 17.10.

import { equal } from './bytes.mjs';
import { listOf } from './knowledge.mjs';

const highestIat = (statements) => statements.reduce((most, { iat }) => Math.max(most ?? 0, iat), null);
const lowestName = (statements) => statements.reduce((a, b) => (a && a.name < b.name ? a : b), null);
const versionOf = ({ body }) => body.version;

// Those of which no other has a higher version (sign 1), or a lower one (sign -1).
const extreme = (commitments, sign) => commitments.filter((one) => commitments.every((other) =>
  (sign > 0 ? versionOf(other) <= versionOf(one) : versionOf(other) >= versionOf(one))));

// Where an exchange stands: its `state`, who is `awaited` to do what, and of each slot what is `binding`, and what is
// at `stake`.
export function movesOf(exchange) {
  const { ruled, slots, terms, knowledge, transcript, release, parties, accepted, commitments, inTurn } = exchange;
  const due = (name) => terms.body.deadlines.get(name);
  const serving = () => exchange.mediators.filter((kid) => !exchange.withdrawnKids.has(kid));
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
    return lowestName(relied.length ? extreme(relied, 1) : extreme(of, -1));
  }

  function atStake(slot) {
    const bound = binding.get(slot);
    if (!bound) return null;
    const above = commitments.filter((one) =>
      exchange.fills(one) === slot && listOf(one) === listOf(bound) && versionOf(one) > versionOf(bound));
    const contested = [bound, ...above].some((one) => contests(slot, one).length > 0);
    return isSpoiled(bound) || contested ? lowestName(extreme(above, 1)) ?? bound : bound;
  }

  function latestReview(reader, commitment) {
    const own = exchange.reviews.filter(({ signer, body }) =>
      signer === reader && equal(body.commitment, commitment.id) && signer !== commitment.signer);
    return own.reduce((a, b) => (a && (a.iat > b.iat || (a.iat === b.iat && a.name > b.name)) ? a : b), null);
  }

  // The latest reviews of readers that contest a commitment.
  function contests(slot, commitment) {
    const latest = readersOf(slot).map((reader) => latestReview(reader, commitment));
    return latest.filter((review) => review?.body.verdict === 'contested');
  }

  // What is promised, as [slot, commitment].
  function promised() {
    return slots.flatMap((slot) => commitments
      .filter((one) => one === stake.get(slot) || (exchange.covers(one) === slot && exchange.reliedOn.has(one.name)))
      .filter((one) => !isSpoiled(one))
      .map((one) => [slot, one]));
  }

  function stands({ name, signer, body }) {
    const verdict = knowledge.complaints.get(name);
    return Boolean(verdict) && Boolean(body.seed ?? body.wrap) && verdict.code !== 'false-complaint' &&
      !has(signer, verdict.commitment);
  }

  // The complaints of a reader that stand about a wrap of a commitment by this maker.
  function complaints(reader, commitment, maker) {
    return standing.filter(({ signer, body }) => signer === reader && equal(body.commitment, commitment.id) &&
      transcript.get(body.source).signer === maker);
  }

  // Whether a wrap under a key id, in a source by its maker, is for this reader and good so far.
  function isGood(reader, keyId, source, commitment) {
    return exchange.readerOf(keyId, source, commitment) === reader && !standing.some(({ signer, body }) =>
      signer === reader && equal(body.source, source.id) && equal(body.key, keyId));
  }

  // Whether one of these reveals of a commitment has such a wrap.
  function isWrapped(reader, commitment, test) {
    return revealsOf(commitment).some((reveal) =>
      test(reveal) && reveal.body.wrap && isGood(reader, reveal.body.wrap[0], reveal, commitment));
  }

  function isHanded(reader, commitment) {
    return has(reader, commitment) || knowledge.isPublic(commitment) ||
      isWrapped(reader, commitment, (reveal) => inTurn.includes(reveal));
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

  // What handing a list over in turn needs.
  function neededFor({ commitment, reader, releaser }) {
    const covering = slots.map((slot) => commitments.filter((one) => exchange.covers(one) === slot));
    const opening = (group) => group.flatMap((one) => opened(releaser, one));
    return [[commitment], exchange.acceptsFor(reader, releaser), ...(release === 1 ? covering : covering.map(opening))];
  }

  // The pairs of a promised commitment and a reader of it to whom it is not handed over.
  function unhanded() {
    return promised().flatMap(([slot, one]) =>
      readersOf(slot).filter((reader) => !isHanded(reader, one)).map((reader) => [one, reader]));
  }

  function findState() {
    if (isSettled()) return 'settled';
    if (exchange.isReplaced) return 'replaced';
    if (isWithdrawn()) return 'withdrawn';
    const rows = {
      proposed, committing, undelivered, spoiled, depositing, releasing, complained, receiving, reviewing, contested,
    };
    return Object.keys(rows).find((name) => rows[name]()) ?? 'contested';
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

  function proposed() {
    const missing = parties.filter((kid) => !accepted.some(({ signer }) => signer === kid));
    for (const kid of missing) wait(kid, 'accept', null, terms.iat, due('accept'));
    return !exchange.isAgreed;
  }

  function committing() {
    const first = parties.map((kid) => Math.min(...accepted.filter((a) => a.signer === kid).map((a) => a.iat)));
    for (const { by } of slots.filter((slot) => !isFilled(slot))) {
      wait(by, 'commit', null, Math.max(...first), due('commit'));
    }
    return awaited.length > 0;
  }

  function undelivered() {
    if (!terms.body.delivery) return false;
    const by = due('commit') === null ? null : due('commit') + terms.body.grace;
    const mediators = serving().filter((kid) => accepted.some(({ signer }) => signer === kid));
    for (const [slot, commitment] of stake) {
      const signers = exchange.acknowledgements(commitment).map(({ signer }) => signer);
      const readers = readersOf(slot);
      const isDelivered = readers.every((kid) => signers.includes(kid));
      if (isDelivered || exchange.mediators.some((kid) => signers.includes(kid))) continue;
      for (const kid of [...readers, ...mediators].filter((one) => !signers.includes(one))) {
        wait(kid, 'acknowledge', commitment, commitment.iat, by, [[commitment]]);
      }
    }
    return awaited.length > 0;
  }

  function spoiled() {
    for (const one of [...stake.values()].filter(isSpoiled)) wait(one.signer, 'amend', one, null, null);
    return awaited.length > 0;
  }

  function depositing() {
    if (release !== 2 || serving().some(openedAll)) return false;
    const since = highestIat([...stake.values()]);
    const agreeing = serving().filter((kid) => accepted.some(({ signer }) => signer === kid));
    if (!agreeing.length) for (const kid of serving()) wait(kid, 'accept', null, since, null);
    for (const kid of agreeing) {
      for (const commitment of [...stake.values()].filter((one) => !opened(kid, one).length)) {
        const { signer } = commitment;
        if (isDeposited(kid, commitment)) wait(kid, 'open', commitment, since, null);
        else if (!exchange.acceptsFor(kid, signer).length) wait(kid, 'accept', commitment, since, null);
        else wait(signer, 'deposit', commitment, since, null);
      }
    }
    return true;
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

  function releasing() {
    const first = handovers().filter(({ about }) => !about.length);
    for (const one of first) {
      const stakes = [...stake.values()];
      const ready = release === 1 ? stakes : stakes.flatMap((commitment) => opened(one.releaser, commitment));
      reveal(one, highestIat(ready), due('reveal'));
    }
    if (first.length) complained();
    return first.length > 0;
  }

  function complained() {
    const again = handovers().flatMap((one) => one.about.map(({ iat }) => [one, iat]));
    for (const [one, iat] of again) reveal(one, iat, null);
    return again.length > 0;
  }

  function receiving() {
    for (const [slot, commitment] of promised()) {
      const reveals = revealsOf(commitment).filter((one) => inTurn.includes(one) || exchange.isPublished(one));
      for (const reader of readersOf(slot).filter((one) => !has(one, commitment))) {
        wait(reader, 'open', commitment, highestIat(reveals), null);
      }
    }
    return awaited.length > 0;
  }

  function reviewing() {
    if (due('review') === null) return false;
    for (const [slot, commitment] of stake) {
      for (const reader of readersOf(slot).filter((one) => !latestReview(one, commitment))) {
        const read = opened(reader, commitment);
        const published = knowledge.of(commitment)?.givers.map((name) => transcript.statements.get(name)) ?? [];
        wait(reader, 'review', commitment, highestIat(read), due('review'), [[...read, ...published]]);
      }
    }
    return awaited.length > 0;
  }

  function contested() {
    for (const [slot, commitment] of stake) {
      const reviews = contests(slot, commitment);
      if (reviews.length) wait(commitment.signer, 'amend', commitment, highestIat(reviews), null);
    }
    return awaited.length > 0;
  }
}

// The views of 17.9 that rest on moves.
export function assessMoves(exchange, moves, acceptLate) {
  const { claims, terms, transcript, ruled } = exchange;
  if (!terms) return;
  claims.view('state', terms, { state: moves.state });
  if (!ruled) return;
  for (const slot of exchange.slots) {
    const binding = moves.binding.get(slot);
    if (!binding) continue;
    claims.view('binding', binding, { version: binding.body.version });
    for (const one of exchange.commitments) {
      const isAmendment = exchange.covers(one) === slot && listOf(one) === listOf(binding) &&
        one.body.version > binding.body.version;
      if (isAmendment) claims.view('amended', one, { version: one.body.version, newest: binding.body.version });
    }
  }
  for (const one of moves.awaited) {
    const { by, what, since, due } = one;
    const evidence = one.commitment ? [one.commitment] : [];
    claims.view('awaiting', terms, { what, since, due }, { by, evidence });
    one.overdue = one.could && due < transcript.now && !acceptLate.has(by);
    if (one.overdue) claims.view('overdue', terms, { what, since, due }, { by, evidence });
  }
}
