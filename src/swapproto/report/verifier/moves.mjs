// Whose move it is: 17.10.

import { equal } from './bytes.mjs';
import { listOf } from './knowledge.mjs';

const highestIat = (statements) => statements.reduce((most, { iat }) => Math.max(most ?? 0, iat), null);
const lowestName = (statements) => statements.reduce((a, b) => (a && a.name < b.name ? a : b), null);

// Those with the highest (sign 1) or lowest (sign -1) version.
function extreme(commitments, sign) {
  return commitments.filter((one) => commitments.every((other) =>
    sign > 0 ? other.body.version <= one.body.version : other.body.version >= one.body.version));
}

export class Moves {
  constructor(exchange) {
    this.exchange = exchange;
    const { ruled, slots } = exchange;
    this.binding = new Map(ruled ? slots.map((slot) => [slot, this.bindingOf(slot)]) : []);
    this.stake = new Map(ruled ? slots.map((slot) => [slot, this.atStake(slot)]) : []);
    this.awaited = [];
    this.standing = exchange.receipts.filter((receipt) => this.stands(receipt));
    this.state = this.findState();
  }

  bindingOf(slot) {
    const { exchange } = this;
    const filling = exchange.commitments.filter((one) => exchange.fills(one) === slot);
    const of = filling.length ? filling : exchange.commitments.filter((one) => exchange.covers(one) === slot);
    const relied = of.filter((one) => exchange.reliedOn.has(one.name));
    return lowestName(relied.length ? extreme(relied, 1) : extreme(of, -1));
  }

  atStake(slot) {
    const { exchange } = this;
    const binding = this.binding.get(slot);
    if (!binding) return null;
    const above = exchange.commitments.filter((one) => exchange.fills(one) === slot &&
      listOf(one) === listOf(binding) && one.body.version > binding.body.version);
    const contested = [binding, ...above].some((one) => this.contests(slot, one).length > 0);
    if (!this.isSpoiled(binding) && !contested) return binding;
    return lowestName(extreme(above, 1)) ?? binding;
  }

  readersOf(slot) {
    return this.exchange.parties.filter((kid) => kid !== slot.by);
  }

  latestReview(reader, commitment) {
    return this.exchange.reviews
      .filter(({ signer, body }) => signer === reader && equal(body.commitment, commitment.id) && signer !== commitment.signer)
      .reduce((a, b) => (a && (a.iat > b.iat || (a.iat === b.iat && a.name > b.name)) ? a : b), null);
  }

  // The latest reviews of readers that contest a commitment.
  contests(slot, commitment) {
    return this.readersOf(slot).map((reader) => this.latestReview(reader, commitment))
      .filter((review) => review?.body.verdict === 'contested');
  }

  isSpoiled(commitment) {
    const { knowledge } = this.exchange;
    return knowledge.isPublic(commitment) && Boolean(knowledge.failure(commitment));
  }

  serves(mediator) {
    return !this.exchange.withdrawnKids.has(mediator);
  }

  get serving() {
    return this.exchange.mediators.filter((kid) => this.serves(kid));
  }

  isFilled(slot) {
    return this.exchange.commitments.some((one) => this.exchange.fills(one) === slot);
  }

  // What is promised, as [slot, commitment].
  get promised() {
    const { exchange } = this;
    return exchange.slots.flatMap((slot) => exchange.commitments
      .filter((one) => one === this.stake.get(slot) || (exchange.covers(one) === slot && exchange.reliedOn.has(one.name)))
      .filter((one) => !this.isSpoiled(one))
      .map((one) => [slot, one]));
  }

  has(reader, commitment) {
    const { knowledge } = this.exchange;
    return this.opened(reader, commitment).length > 0 || (knowledge.isOpened(commitment) && knowledge.isPublic(commitment));
  }

  opened(kid, commitment) {
    return this.exchange.acknowledgements(commitment, 'opened').filter(({ signer }) => signer === kid);
  }

  openedAll(mediator) {
    return [...this.stake.values()].every((one) => one && this.opened(mediator, one).length > 0);
  }

  stands(receipt) {
    const { knowledge } = this.exchange;
    const verdict = knowledge.complaints.get(receipt.name);
    const { body } = receipt;
    return Boolean(verdict) && Boolean(body.seed ?? body.wrap) && verdict.code !== 'false-complaint' &&
      !this.has(receipt.signer, verdict.commitment);
  }

  // The complaints of a reader that stand about a wrap of a commitment by this maker.
  complaints(reader, commitment, maker) {
    return this.standing.filter(({ signer, body }) => signer === reader &&
      equal(body.commitment, commitment.id) && this.exchange.transcript.get(body.source).signer === maker);
  }

  // Whether a wrap under a key id, in a source by its maker, is for this reader and good so far.
  isGood(reader, keyId, source, commitment) {
    if (this.exchange.readerOf(keyId, source, commitment) !== reader) return false;
    return !this.standing.some(({ signer, body }) =>
      signer === reader && equal(body.source, source.id) && equal(body.key, keyId));
  }

  revealsOf(commitment) {
    return this.exchange.reveals.filter(({ body }) => equal(body.commitment, commitment.id));
  }

  isHanded(reader, commitment) {
    const { exchange } = this;
    if (this.has(reader, commitment) || exchange.knowledge.isPublic(commitment)) return true;
    return this.revealsOf(commitment).some((reveal) => exchange.inTurn.includes(reveal) && reveal.body.wrap &&
      this.isGood(reader, reveal.body.wrap[0], reveal, commitment));
  }

  releasersOf(commitment) {
    if (this.exchange.release === 1) return [commitment.signer];
    return this.serving.filter((kid) => this.openedAll(kid));
  }

  await(by, what, commitment, since, due) {
    const name = commitment?.name ?? null;
    const known = this.awaited.find((one) => one.by === by && one.what === what && one.commitment === name);
    if (!known) this.awaited.push({ by, what, commitment: name, since, due });
    else if (since !== null && (known.since === null || since > known.since)) known.since = since;
  }

  due(name) {
    return this.exchange.terms.body.deadlines.get(name);
  }

  // Whether a pair of a promised commitment and a reader of it is not handed over.
  get unhanded() {
    return this.promised.flatMap(([slot, one]) =>
      this.readersOf(slot).filter((reader) => !this.isHanded(reader, one)).map((reader) => [one, reader]));
  }

  findState() {
    const { exchange } = this;
    if (!exchange.ruled) return 'no-terms';
    if (this.isSettled()) return 'settled';
    if (exchange.isReplaced) return 'replaced';
    if (this.isWithdrawn()) return 'withdrawn';
    const rows = ['proposed', 'committing', 'undelivered', 'spoiled', 'depositing', 'releasing', 'complained', 'receiving',
      'reviewing', 'contested'];
    for (const state of rows) if (this[state]()) return state;
    return 'contested';
  }

  isSettled() {
    const { exchange } = this;
    const { slots } = exchange;
    if (!exchange.isAgreed || !slots.every((slot) => this.isFilled(slot))) return false;
    if (slots.some((slot) => this.isSpoiled(this.stake.get(slot)) || this.contests(slot, this.stake.get(slot)).length)) return false;
    if (!this.promised.every(([slot, one]) => this.readersOf(slot).every((reader) => this.has(reader, one)))) return false;
    return this.due('review') === null || slots.every((slot) =>
      this.readersOf(slot).every((reader) => this.latestReview(reader, this.stake.get(slot))));
  }

  isWithdrawn() {
    const { exchange } = this;
    if (exchange.parties.some((kid) => exchange.withdrawnKids.has(kid))) return true;
    const ofTerms = exchange.withdrawals.some((one) => exchange.targetOf(one) === exchange.terms);
    return (ofTerms && !exchange.isAgreed) || (exchange.release === 2 && !this.serving.length);
  }

  proposed() {
    const { exchange } = this;
    for (const kid of exchange.parties) {
      if (!exchange.accepted.some(({ signer }) => signer === kid)) {
        this.await(kid, 'accept', null, exchange.terms.iat, this.due('accept'));
      }
    }
    return !exchange.isAgreed;
  }

  committing() {
    const { exchange } = this;
    const earliest = exchange.parties.map((kid) => Math.min(...exchange.accepted.filter((a) => a.signer === kid).map((a) => a.iat)));
    const unfilled = exchange.slots.filter((slot) => !this.isFilled(slot));
    for (const slot of unfilled) this.await(slot.by, 'commit', null, Math.max(...earliest), this.due('commit'));
    return unfilled.length > 0;
  }

  undelivered() {
    const { exchange } = this;
    if (!exchange.terms.body.delivery) return false;
    const commit = this.due('commit');
    const due = commit === null ? null : commit + exchange.terms.body.grace;
    for (const [slot, commitment] of this.stake) {
      const signers = exchange.acknowledgements(commitment).map(({ signer }) => signer);
      const readers = this.readersOf(slot);
      if (exchange.mediators.some((kid) => signers.includes(kid)) || readers.every((kid) => signers.includes(kid))) continue;
      const mediators = this.serving.filter((kid) => exchange.accepted.some(({ signer }) => signer === kid));
      for (const kid of [...readers, ...mediators]) {
        if (!signers.includes(kid)) this.await(kid, 'acknowledge', commitment, commitment.iat, due);
      }
    }
    return this.awaited.length > 0;
  }

  spoiled() {
    for (const commitment of this.stake.values()) {
      if (this.isSpoiled(commitment)) this.await(commitment.signer, 'amend', commitment, null, null);
    }
    return this.awaited.length > 0;
  }

  depositing() {
    const { exchange, serving } = this;
    if (exchange.release !== 2 || serving.some((kid) => this.openedAll(kid))) return false;
    const since = highestIat([...this.stake.values()]);
    const accepted = serving.filter((kid) => exchange.accepted.some(({ signer }) => signer === kid));
    if (!accepted.length) for (const kid of serving) this.await(kid, 'accept', null, since, null);
    for (const kid of accepted) {
      for (const commitment of this.stake.values()) {
        if (this.opened(kid, commitment).length) continue;
        const { signer } = commitment;
        if (this.isDeposited(kid, commitment)) this.await(kid, 'open', commitment, since, null);
        else if (!exchange.hasAcceptFor(kid, signer)) this.await(kid, 'accept', commitment, since, null);
        else this.await(signer, 'deposit', commitment, since, null);
      }
    }
    return true;
  }

  // Whether there is a wrap for a mediator in the envelope, or in a reveal by the committer.
  isDeposited(mediator, commitment) {
    const envelope = this.exchange.transcript.envelopeOf(commitment);
    if (envelope?.wraps.some(([keyId]) => this.isGood(mediator, keyId, commitment, commitment))) return true;
    return this.revealsOf(commitment).some((reveal) => reveal.signer === commitment.signer && reveal.body.wrap &&
      this.isGood(mediator, reveal.body.wrap[0], reveal, commitment));
  }

  releasing() {
    const { exchange } = this;
    let fits = false;
    for (const [commitment, reader] of this.unhanded) {
      for (const releaser of this.releasersOf(commitment)) {
        if (this.complaints(reader, commitment, releaser).length) continue;
        fits = true;
        const stakes = [...this.stake.values()];
        const since = highestIat(exchange.release === 1 ? stakes : stakes.flatMap((one) => this.opened(releaser, one)));
        if (exchange.hasAcceptFor(reader, releaser)) this.await(releaser, 'reveal', commitment, since, this.due('reveal'));
        else this.await(reader, 'accept', commitment, since, null);
      }
    }
    if (fits) this.complained();
    return fits;
  }

  complained() {
    let fits = false;
    for (const [commitment, reader] of this.unhanded) {
      for (const releaser of this.releasersOf(commitment)) {
        for (const complaint of this.complaints(reader, commitment, releaser)) {
          fits = true;
          if (!this.exchange.hasAcceptFor(reader, releaser)) this.await(reader, 'accept', commitment, complaint.iat, null);
          else this.await(releaser, 'reveal', commitment, complaint.iat, null);
        }
      }
    }
    return fits;
  }

  receiving() {
    const { exchange } = this;
    for (const [slot, commitment] of this.promised) {
      const reveals = this.revealsOf(commitment).filter((one) => exchange.inTurn.includes(one) || exchange.isPublished(one));
      for (const reader of this.readersOf(slot)) {
        if (!this.has(reader, commitment)) this.await(reader, 'open', commitment, highestIat(reveals), null);
      }
    }
    return this.awaited.length > 0;
  }

  reviewing() {
    if (this.due('review') === null) return false;
    for (const [slot, commitment] of this.stake) {
      for (const reader of this.readersOf(slot)) {
        if (this.latestReview(reader, commitment)) continue;
        this.await(reader, 'review', commitment, highestIat(this.opened(reader, commitment)), this.due('review'));
      }
    }
    return this.awaited.length > 0;
  }

  contested() {
    for (const [slot, commitment] of this.stake) {
      const reviews = this.contests(slot, commitment);
      if (reviews.length) this.await(commitment.signer, 'amend', commitment, highestIat(reviews), null);
    }
    return this.awaited.length > 0;
  }
}

// The views of 17.9 that rest on moves.
export function assessMoves(exchange, moves, acceptLate) {
  const { claims, terms, transcript } = exchange;
  if (!terms) return;
  claims.view('state', terms, { state: moves.state });
  if (!exchange.ruled) return;
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
  const isOver = ['settled', 'replaced', 'withdrawn'].includes(moves.state);
  for (const one of moves.awaited) {
    const { by, what, since, due } = one;
    const evidence = one.commitment ? [one.commitment] : [];
    claims.view('awaiting', terms, { what, since, due }, { by, evidence });
    one.overdue = !isOver && due !== null && due < transcript.now && !acceptLate.has(by);
    if (one.overdue) claims.view('overdue', terms, { what, since, due }, { by, evidence });
  }
}

