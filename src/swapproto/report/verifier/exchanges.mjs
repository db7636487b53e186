// Facts, contradictions and views about exchanges: 17.3, 17.4, 17.5 and 17.9.

import { equal, hex } from './bytes.mjs';
import { acknowledged, isVoid, listOf } from './knowledge.mjs';
import { givesTag } from './lists.mjs';
import { exchangeOf } from './references.mjs';
import { groupBy } from './rows.mjs';

export const same = (a, b) => a !== null && b !== null && equal(a, b);
const isOwn = (reveal, commitment) => reveal.signer === commitment.signer;
const isEmptyOwn = (reveal, commitment) => isOwn(reveal, commitment) && reveal.body.given.length === 0;

// An exchange: its terms if they are present, and the statements of it.
export class Exchange {
  constructor(world, name) {
    Object.assign(this, world);
    this.world = world;
    this.name = name;
    const terms = this.transcript.statements.get(name);
    this.terms = terms?.kind === 'terms' ? terms : null;
    this.slots = (this.terms?.body.slots ?? []).map(([kid, role, count]) => ({ kid, by: hex(kid), role, count }));
    this.parties = [...new Set(this.slots.map(({ by }) => by))];
    this.mediators = (this.terms?.body.mediators ?? []).map(hex);
    this.release = this.terms?.body.release ?? null;
    this.strangers = this.parties.filter((kid) => !this.transcript.trust.has(kid));
    this.ruled = Boolean(this.terms) && this.strangers.length === 0; // 17.3 applies
    const of = (kind) => world.byExchange.get(name)?.get(kind) ?? [];
    this.accepts = of('accept');
    this.commitments = of('commitment');
    this.reveals = of('reveal').filter(({ misplaced }) => !misplaced);
    this.allReveals = of('reveal');
    this.receipts = of('receipt').filter(({ misplaced }) => !misplaced);
    this.reviews = of('review').filter(({ misplaced }) => !misplaced);
    this.withdrawals = of('withdraw').filter((one) => world.isWithdrew(one));
    this.accepted = this.terms ? this.accepts.filter(({ signer }) => this.roleOf(signer)) : [];
    this.withdrawnKids = new Set(this.withdrawals.filter((one) => this.targetOf(one).kind === 'accept').map((one) => one.signer));
    this.covering = new Map(this.ruled ? this.commitments.map((one) => [one.name, this.slotOf(one)]) : []);
    this.inTurn = this.ruled ? this.reveals.filter((reveal) => this.isInTurn(reveal)) : [];
    this.reliedOn = this.findReliedOn();
  }

  targetOf(withdrawal) {
    return this.transcript.get(withdrawal.body.target);
  }

  roleOf(kid) {
    return this.parties.includes(kid) ? 'party' : this.mediators.includes(kid) ? 'mediator' : null;
  }

  get isAgreed() {
    return Boolean(this.terms) && this.parties.every((kid) => this.accepted.some(({ signer }) => signer === kid));
  }

  // The slot that a commitment covers, or null: 17.3.
  slotOf({ signer, body }) {
    const schema = this.terms.body.schema;
    if (schema && !equal(schema, body.schema)) return null;
    return this.slots.find(({ by, role, count }) =>
      by === signer && role === body.role && (count === null || count === body.count)) ?? null;
  }

  covers(commitment) {
    return this.covering.get(commitment.name) ?? null;
  }

  fills(commitment) {
    return this.transcript.envelopeOf(commitment) ? this.covers(commitment) : null;
  }

  differences({ signer, body }) {
    const own = this.slots.filter(({ by }) => by === signer);
    if (!own.length) return ['kid'];
    const slot = own.find(({ role }) => role === body.role);
    if (!slot) return ['role'];
    const schema = this.terms.body.schema;
    const differs = [];
    if (schema && !equal(schema, body.schema)) differs.push('schema');
    if (slot.count !== null && slot.count !== body.count) differs.push('count');
    return differs;
  }

  isReviewList({ body }) {
    const answers = body.answers;
    if (body.role !== 'review' || !answers) return false;
    const answered = this.transcript.get(answers);
    return !answered || (answered.kind === 'commitment' && exchangeOf(this.transcript, answered) === this.name);
  }

  // U of 17.4: what of it is present, and the ids that are not.
  basis(reveal) {
    const ids = new Map([...reveal.body.given, reveal.body.commitment].map((id) => [hex(id), id]));
    const present = [...ids.keys()].map((name) => this.transcript.statements.get(name)).filter(Boolean);
    return { size: ids.size, present, missing: [...ids.keys()].filter((name) => !this.transcript.statements.has(name)) };
  }

  isInTurn(reveal) {
    const { present, missing } = this.basis(reveal);
    if (missing.length) return false;
    const receipts = present.filter((one) => one.kind === 'receipt' && !one.misplaced && one.body.stage === 'opened');
    const openers = this.mediators.includes(reveal.signer) ? [reveal.signer] : this.mediators;
    const isOpened = (commitment) => receipts.some(({ body, signer }) =>
      openers.includes(signer) && same(body.commitment, commitment.id) &&
      same(body.envelope, commitment.body.envelope));
    return this.slots.every((slot) => present.some((one) =>
      one.kind === 'commitment' && this.covers(one) === slot && (this.release === 1 || isOpened(one))));
  }

  // Of each commitment that is relied on, the reveals that do.
  findReliedOn() {
    const found = new Map();
    for (const reveal of this.inTurn) {
      const revealed = this.transcript.commitmentOf(reveal);
      const covering = this.basis(reveal).present.filter((one) => one.kind === 'commitment' && this.covers(one));
      for (const one of covering) {
        const isHighest = covering.every((other) =>
          listOf(other) !== listOf(one) || other.body.version <= one.body.version);
        const byAnother = reveal.signer !== one.signer || revealed.signer !== one.signer;
        if (isHighest && byAnother) found.set(one.name, [...(found.get(one.name) ?? []), reveal]);
      }
    }
    return found;
  }

  isPublished(reveal) {
    const commitment = this.transcript.commitmentOf(reveal);
    return isEmptyOwn(reveal, commitment) && Boolean(reveal.body.cek) && !this.knowledge.wrongKeys.includes(reveal);
  }

  isPremature(reveal) {
    const commitment = this.transcript.commitmentOf(reveal);
    const hasAccept = this.accepts.some(({ signer }) => signer === reveal.signer);
    if (!this.ruled || !hasAccept || isEmptyOwn(reveal, commitment)) return false;
    const { size, missing } = this.basis(reveal);
    return size < this.slots.length * this.release || (!missing.length && !this.isInTurn(reveal));
  }

  // The exchanges of other terms that replace these.
  get replacements() {
    return this.transcript.all('terms').filter(({ body }) => this.terms && same(body.replaces, this.terms.id))
      .map((terms) => this.world.exchanges.get(terms.name));
  }

  // Those that every party has accepted.
  get replacedBy() {
    return this.replacements.filter((other) =>
      this.parties.every((kid) => other.accepted.some(({ signer }) => signer === kid)));
  }

  get isReplaced() {
    return this.replacedBy.length > 0;
  }

  get inForce() {
    return this.isAgreed && !this.isReplaced && !this.parties.some((kid) => this.withdrawnKids.has(kid));
  }

  acknowledgements(commitment, stage) {
    return this.receipts.filter((receipt) => acknowledged(this.transcript, receipt) === commitment &&
      (!stage || receipt.body.stage === stage));
  }

  isSpent(accept) {
    return this.world.spent.has(accept.signer + hex(accept.body.encrypt));
  }

  // Whether someone has an accept for another that is not spent.
  hasAcceptFor(kid, other) {
    return this.accepts.some((one) => one.signer === kid && hex(one.body.for) === other && !this.isSpent(one));
  }

  // Whose reader a key id is, if a wrap of this maker under it is not void.
  readerOf(keyId, maker, commitment) {
    const name = hex(keyId);
    const accept = this.transcript.get(keyId, 'accept');
    if (!accept) return name;
    return isVoid(accept, maker, commitment) ? null : accept.signer;
  }
}

export function assessExchange(exchange) {
  const { transcript, claims, knowledge, terms } = exchange;
  if (terms) assessTerms(exchange);
  if (exchange.ruled) assessSlots(exchange);
  for (const reveal of exchange.reveals) {
    if (exchange.isPublished(reveal)) claims.fact('published', reveal, {}, [transcript.commitmentOf(reveal).name]);
  }
  for (const reveal of exchange.allReveals.filter((one) => exchange.isPremature(one))) {
    const accept = exchange.accepts.find(({ signer }) => signer === reveal.signer);
    claims.blame('premature', reveal.signer,
      [reveal, transcript.commitmentOf(reveal), terms, accept, ...exchange.basis(reveal).present]);
  }
  for (const commitment of exchange.commitments) {
    if (exchange.reliedOn.has(commitment.name) && !knowledge.isOpened(commitment)) claims.view('owed', commitment);
  }
  if (!terms) {
    for (const one of [...exchange.accepts, ...exchange.commitments]) claims.view('terms-absent', one, { exchange: exchange.name });
  }
  assessWithdrawals(exchange);
}

function assessTerms(exchange) {
  const { claims, terms, replacements, strangers } = exchange;
  claims.fact('proposed', terms);
  for (const accept of exchange.accepted) {
    claims.fact('accepted', accept, { role: exchange.roleOf(accept.signer) }, [terms.name]);
  }
  if (exchange.isAgreed) claims.fact('agreed', terms, {}, exchange.accepted.map(({ name }) => name));
  for (const { name } of exchange.replacedBy) claims.fact('replaced', terms, { replaced_by: name }, [name]);
  if (exchange.inForce) claims.view('in-force', terms);
  if (replacements.filter(({ accepted }) => accepted.length).length > 1) {
    claims.view('two-replacements', terms, {}, { evidence: replacements.map(({ name }) => name) });
  }
  if (strangers.length) claims.view('party-not-pinned', terms, { kids: [...strangers].sort() });
}

function assessSlots(exchange) {
  const { transcript, claims, knowledge, terms } = exchange;
  for (const commitment of exchange.commitments) {
    const slot = exchange.covers(commitment);
    if (slot) {
      if (exchange.fills(commitment)) claims.fact('slot-filled', commitment, { role: slot.role }, [terms.name]);
      if (slot.count !== null) claims.fact('count-agreed', commitment, { count: slot.count }, [terms.name]);
    } else if (!exchange.isReviewList(commitment)) {
      claims.fact('off-terms', commitment, { differs: exchange.differences(commitment) }, [terms.name]);
    }
    const reveals = exchange.reliedOn.get(commitment.name);
    if (reveals) claims.fact('relied-on', commitment, {}, [reveals[0].name]);
  }
  for (const reveal of exchange.reveals) {
    const commitment = transcript.commitmentOf(reveal);
    if (exchange.inTurn.includes(reveal)) {
      const { present, missing } = exchange.basis(reveal);
      claims.fact('in-turn', reveal, {}, present.map(({ name }) => name));
      const relied = exchange.commitments.filter((one) => exchange.reliedOn.get(one.name)?.includes(reveal));
      const all = [commitment, ...relied];
      if (!missing.length && all.every((one) => knowledge.isOpened(one))) {
        const transferable = all.every((one) => knowledge.isPublic(one));
        claims.fact('reciprocated', reveal, { transferable }, all.map(({ name }) => name));
      }
    } else if (!exchange.isPublished(reveal) && !exchange.isPremature(reveal) && !isEmptyOwn(reveal, commitment)) {
      claims.view('not-shown-in-turn', reveal, { missing: exchange.basis(reveal).missing });
    }
  }
  assessSlotForks(exchange);
}

function assessSlotForks({ claims, terms, slots, commitments }) {
  const first = commitments.filter(({ body }) => body.version === 1);
  for (const group of groupBy(first, ({ signer, body }) => signer + ' ' + body.role).values()) {
    const [{ signer, body }] = group;
    const owed = slots.some(({ by, role }) => by === signer && role === body.role);
    if (owed && new Set(group.map(listOf)).size > 1) claims.blame('slot-fork', signer, [terms, ...group]);
  }
}

function assessWithdrawals(exchange) {
  const { transcript, references, claims, withdrawals, accepts, commitments } = exchange;
  const sound = [...transcript.statements.values()].filter(({ misplaced }) => !misplaced);
  const statements = sound.filter((one) => exchangeOf(transcript, one) === exchange.name);
  const futures = new Map(withdrawals.map((one) => [one.name, references.future(one.name)]));
  for (const withdrawal of withdrawals) {
    const future = futures.get(withdrawal.name);
    const involved = [...exchange.parties, ...exchange.mediators].filter((kid) => kid !== withdrawal.signer);
    const knows = (kid) => sound.some(({ signer, name }) => signer === kid && future.has(name));
    const unknown = involved.filter((kid) => statements.some(({ signer }) => signer === kid) && !knows(kid)).sort();
    const kind = exchange.targetOf(withdrawal).kind;
    claims.view('withdrawn', withdrawal, { kind, unknown_to: unknown }, { evidence: [exchange.targetOf(withdrawal).name] });
  }
  for (const statement of statements) {
    const knew = withdrawals.filter(({ name, signer }) => signer !== statement.signer && futures.get(name).has(statement.name));
    if (knew.length) claims.fact('knew-withdrawal', statement, {}, [knew.map(({ name }) => name).sort()[0]]);
  }
  const ofAccepts = withdrawals.filter((one) => exchange.targetOf(one).kind === 'accept');
  const after = [...accepts, ...commitments].filter((one) =>
    ofAccepts.some(({ name, signer }) => signer === one.signer && futures.get(name).has(one.name)));
  for (const [culprit, faults] of groupBy(after, ({ signer }) => signer)) {
    const own = ofAccepts.filter(({ name, signer }) => signer === culprit && faults.some((f) => futures.get(name).has(f.name)));
    const between = [...transcript.statements.values()].filter((one) =>
      own.some(({ name }) => futures.get(name).has(one.name)) &&
      faults.some((fault) => references.past(fault.name).has(one.name)));
    claims.blame('after-withdrawal', culprit, [...faults, ...own, ...between, ...own.map((one) => exchange.targetOf(one))]);
  }
}

// What 17.9 says of statements whatever exchange they are of: receipts, reviews, answers, withdrawals, revocations.
export function assessReplies({ transcript, knowledge, claims, isWithdrew }) {
  for (const commitment of transcript.all('commitment')) {
    const answers = transcript.all('commitment').filter((other) =>
      same(other.body.answers, commitment.id) && other.signer !== commitment.signer);
    for (const { signer, name } of answers) claims.fact('answered', commitment, { answered_by: signer }, [name]);
    if (!answers.length && !commitment.body.exchange) claims.view('unanswered', commitment);
  }
  for (const receipt of transcript.sound('receipt')) assessReceipt(receipt);
  for (const review of transcript.sound('review')) {
    const commitment = transcript.commitmentOf(review);
    if (commitment && commitment.signer !== review.signer) {
      claims.fact('reviewed', review, { verdict: review.body.verdict }, [commitment.name]);
    }
  }
  for (const withdrawal of transcript.sound('withdraw').filter(isWithdrew)) {
    const target = transcript.get(withdrawal.body.target);
    claims.fact('withdrew', withdrawal, { kind: target.kind }, [target.name]);
    const isOutside = !exchangeOf(transcript, withdrawal);
    if (isOutside) claims.view('withdrawn', withdrawal, { kind: target.kind, unknown_to: [] }, { evidence: [target.name] });
  }
  assessRevocations();

  function assessReceipt(receipt) {
    const commitment = acknowledged(transcript, receipt);
    if (!commitment) return;
    const stage = receipt.body.stage;
    claims.fact('ack-' + stage, receipt, {}, [commitment.name]);
    const known = knowledge.of(commitment);
    if (stage === 'unopenable') assessComplaint(receipt);
    else if (stage === 'opened' && known) assessOpened(receipt, commitment, known);
  }

  function assessOpened(receipt, commitment, known) {
    const matches = givesTag(known, receipt);
    const transferable = known.public;
    const giver = transcript.statements.get([...known.givers].sort()[0]);
    if (matches) claims.fact('opened-by', receipt, { transferable }, [commitment.name, ...(giver ? [giver.name] : [])]);
    if (matches && !known.code) return;
    claims.blame('false-opened', receipt.signer,
      [receipt, commitment, giver, matches ? transcript.envelopeOf(commitment) : null],
      { transferable, why: matches ? known.code : null });
  }

  function assessComplaint(receipt) {
    const { code, step, why, noWrap, accept, source, commitment, published: transferable } = knowledge.complaints.get(receipt.name);
    const ofEnvelope = source === commitment && source ? transcript.envelopeOf(commitment) : null;
    if (code === 'bad-wrap') {
      claims.fact('bad-wrap-proven', receipt, { transferable }, [source.name, accept.name]);
      claims.blame('bad-wrap', source.signer, [receipt, accept, source, commitment, ofEnvelope], { transferable, why });
    } else if (code === 'false-complaint') {
      const evidence = step === 1 ? [receipt, accept] : [receipt, accept, source, commitment];
      if (step === 4) evidence.push(transcript.envelopeOf(commitment));
      else if (noWrap) evidence.push(ofEnvelope);
      claims.blame('false-complaint', receipt.signer, evidence, { transferable });
    } else if (!code) {
      claims.view('complaint-open', receipt);
    }
  }

  function assessRevocations() {
    const since = new Map();
    for (const { signer, body } of transcript.all('revoke')) {
      since.set(signer, Math.min(since.get(signer) ?? Infinity, body.since));
    }
    for (const revocation of transcript.all('revoke')) claims.fact('revoked', revocation, { since: revocation.body.since });
    for (const statement of transcript.statements.values()) {
      if (statement.kind === 'revoke' || statement.misplaced || !(statement.iat >= since.get(statement.signer))) continue;
      claims.view('after-revocation', statement, { since: since.get(statement.signer) });
    }
  }
}
