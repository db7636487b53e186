// Facts, contradictions and views about exchanges: 17.3, 17.4, 17.5 and 17.9.
import { equal, hex } from './bytes.mjs';
import { acknowledged, isVoid, listOf } from './knowledge.mjs';
import { givesTag } from './lists.mjs';
import { exchangeOf } from './references.mjs';
import { byKeys, groupBy } from './rows.mjs';

const isEmptyOwn = (reveal, commitment) => reveal.signer === commitment.signer && reveal.body.given.length === 0;

// An exchange: its terms if they are present, and the statements of it.
export class Exchange {
  constructor(world, name) {
    Object.assign(this, world, { world, name });
    const terms = this.transcript.statements.get(name);
    this.terms = terms?.kind === 'terms' ? terms : null;
    const { slots = [], mediators = [], release = null, schema = null } = this.terms?.body ?? {};
    Object.assign(this, { release, schema, mediators: mediators.map(hex) });
    this.slots = slots.map(([kid, role, count]) => ({ kid, by: hex(kid), role, count }));
    this.parties = [...new Set(this.slots.map(({ by }) => by))];
    this.strangers = this.parties.filter((kid) => !this.transcript.trust.has(kid));
    this.ruled = Boolean(this.terms) && this.strangers.length === 0; // 17.3 applies
    const of = (kind) => world.byExchange.get(name)?.get(kind) ?? [];
    const sound = (kind) => of(kind).filter(({ misplaced }) => !misplaced);
    [this.accepts, this.commitments, this.allReveals] = ['accept', 'commitment', 'reveal'].map(of);
    [this.reveals, this.receipts, this.reviews] = ['reveal', 'receipt', 'review'].map(sound);
    this.receiptsOf = groupBy(this.receipts, (receipt) => acknowledged(this.transcript, receipt)?.name);
    this.withdrawals = of('withdraw').filter((one) => world.isWithdrew(one));
    this.accepted = this.accepts.filter(({ signer }) => this.roleOf(signer));
    this.isAgreed = Boolean(this.terms) && this.hasAll(this.parties);
    const ofAccepts = this.withdrawals.filter((one) => this.targetOf(one).kind === 'accept');
    this.withdrawnKids = new Set(ofAccepts.map(({ signer }) => signer));
    this.covering = new Map(this.ruled ? this.commitments.map((one) => [one.name, this.slotOf(one)]) : []);
    this.inTurn = this.ruled ? this.reveals.filter((reveal) => this.isInTurn(reveal)) : [];
    this.reliedOn = this.findReliedOn();
  }

  targetOf = (withdrawal) => this.transcript.get(withdrawal.body.target);
  roleOf = (kid) => (this.parties.includes(kid) ? 'party' : this.mediators.includes(kid) ? 'mediator' : null);
  hasAll = (kids) => kids.every((kid) => this.accepted.some(({ signer }) => signer === kid));

  // By when lists have to be acknowledged, or null.
  get deliveryDue() {
    const { deadlines, delivery, grace } = this.terms.body;
    const due = deadlines.get('commit');
    return delivery && due !== null ? due + grace : null;
  }

  // The slot that a commitment covers, or null: 17.3.
  slotOf({ signer, body }) {
    if (this.schema && !equal(this.schema, body.schema)) return null;
    return this.slots.find(({ by, role, count }) =>
      by === signer && role === body.role && (count === null || count === body.count)) ?? null;
  }

  covers = (commitment) => this.covering.get(commitment.name) ?? null;
  fills = (commitment) => (this.transcript.envelopeOf(commitment) ? this.covers(commitment) : null);

  differences({ signer, body }) {
    const slot = this.slots.find(({ by, role }) => by === signer && role === body.role);
    if (!slot) return [this.slots.some(({ by }) => by === signer) ? 'role' : 'kid'];
    const schema = this.schema && !equal(this.schema, body.schema);
    const count = slot.count !== null && slot.count !== body.count;
    return [schema ? 'schema' : null, count ? 'count' : null].filter(Boolean);
  }

  isReviewList({ body }) {
    if (body.role !== 'review' || !body.answers) return false;
    const answered = this.transcript.get(body.answers);
    return !answered || (answered.kind === 'commitment' && exchangeOf(this.transcript, answered) === this.name);
  }

  // U of 17.4: what of it is present, and the ids that are not.
  basis({ body }) {
    const ids = [...new Set([...body.given, body.commitment].map(hex))];
    const { statements } = this.transcript;
    const present = ids.map((id) => statements.get(id)).filter(Boolean);
    return { size: ids.length, present, missing: ids.filter((id) => !statements.has(id)) };
  }

  isInTurn(reveal) {
    const { present, missing } = this.basis(reveal);
    const openers = this.mediators.includes(reveal.signer) ? [reveal.signer] : this.mediators;
    const receipts = present.filter(({ kind, misplaced, signer, body }) =>
      kind === 'receipt' && !misplaced && body.stage === 'opened' && openers.includes(signer));
    const isOpened = ({ id, body: { envelope } }) =>
      receipts.some(({ body }) => equal(body.commitment, id) && equal(body.envelope, envelope));
    return !missing.length && this.slots.every((slot) => present.some((one) =>
      one.kind === 'commitment' && this.covers(one) === slot && (this.release === 1 || isOpened(one))));
  }

  // Of each commitment that is relied on, the reveals that do.
  findReliedOn() {
    const found = new Map();
    for (const reveal of this.inTurn) {
      const revealed = this.transcript.commitmentOf(reveal);
      const covering = this.basis(reveal).present.filter((one) => one.kind === 'commitment' && this.covers(one));
      const isHighest = (one) =>
        covering.every((other) => listOf(other) !== listOf(one) || other.body.version <= one.body.version);
      const byAnother = ({ signer }) => reveal.signer !== signer || revealed.signer !== signer;
      for (const { name } of covering.filter((one) => isHighest(one) && byAnother(one))) {
        found.set(name, [...(found.get(name) ?? []), reveal]);
      }
    }
    return found;
  }

  isPublished = (reveal) => isEmptyOwn(reveal, this.transcript.commitmentOf(reveal)) && Boolean(reveal.body.cek) &&
    !this.knowledge.wrongKeys.includes(reveal);

  isPremature(reveal) {
    const commitment = this.transcript.commitmentOf(reveal);
    const hasAccept = this.accepts.some(({ signer }) => signer === reveal.signer);
    if (!this.ruled || !hasAccept || isEmptyOwn(reveal, commitment)) return false;
    const { size, missing } = this.basis(reveal);
    return size < this.slots.length * this.release || (!missing.length && !this.isInTurn(reveal));
  }

  // The exchanges of other terms that replace these; and those that every party has accepted.
  replacements() {
    const isOther = ({ body: { replaces } }) => this.terms && replaces && equal(replaces, this.terms.id);
    return this.transcript.all('terms').filter(isOther).map((terms) => this.world.exchanges.get(terms.name));
  }

  replacedBy = () => this.replacements().filter((other) => other.hasAll(this.parties));
  isReplaced = () => this.replacedBy().length > 0;
  inForce = () => this.isAgreed && !this.isReplaced() && !this.parties.some((kid) => this.withdrawnKids.has(kid));

  acknowledgements = (commitment, stage = null) => (this.receiptsOf.get(commitment.name) ?? [])
    .filter(({ body }) => stage === null || body.stage === stage);

  // The accepts of someone for another that are not spent.
  acceptsFor(kid, other) {
    const isSpent = ({ body }) => this.spent.has(kid + hex(body.encrypt));
    return this.accepts.filter((one) => one.signer === kid && hex(one.body.for) === other && !isSpent(one));
  }

  // Whose reader a key id is, if a wrap of this maker under it is not void.
  readerOf(keyId, maker, commitment) {
    const accept = this.transcript.get(keyId, 'accept');
    return !accept ? hex(keyId) : isVoid(accept, maker, commitment) ? null : accept.signer;
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
    const others = [transcript.commitmentOf(reveal), terms, accept, ...exchange.basis(reveal).present];
    claims.blame('premature', reveal.signer, [reveal, ...others]);
  }
  for (const commitment of exchange.commitments) {
    if (exchange.reliedOn.has(commitment.name) && !knowledge.isOpened(commitment)) claims.view('owed', commitment);
  }
  const orphans = terms ? [] : [...exchange.accepts, ...exchange.commitments];
  for (const one of orphans) claims.view('terms-absent', one, { exchange: exchange.name });
  assessWithdrawals(exchange);
}

function assessTerms(exchange) {
  const { claims, terms, strangers, accepted } = exchange;
  const replacements = exchange.replacements();
  claims.fact('proposed', terms);
  for (const one of accepted) claims.fact('accepted', one, { role: exchange.roleOf(one.signer) }, [terms.name]);
  const firsts = (of) => exchange.parties.map((kid) => of.accepted.find(({ signer }) => signer === kid).name);
  if (exchange.isAgreed) claims.fact('agreed', terms, {}, firsts(exchange));
  for (const other of exchange.replacedBy()) {
    claims.fact('replaced', terms, { replaced_by: other.name }, [other.name, ...firsts(other)]);
  }
  if (exchange.inForce()) claims.view('in-force', terms);
  const evidence = replacements.filter((other) => other.accepted.length).map(({ name }) => name);
  if (evidence.length > 1) claims.view('two-replacements', terms, {}, { evidence });
  if (strangers.length) claims.view('party-not-pinned', terms, { kids: [...strangers].sort() });
}

function assessSlots(exchange) {
  const { transcript, claims, knowledge, terms } = exchange;
  for (const commitment of exchange.commitments) {
    const slot = exchange.covers(commitment);
    if (slot) {
      const filled = exchange.fills(commitment) && [terms.name, hex(commitment.body.envelope)];
      if (filled) claims.fact('slot-filled', commitment, { role: slot.role }, filled);
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
      claims.fact('in-turn', reveal, {}, [terms, ...present].map(({ name }) => name));
      const relied = exchange.commitments.filter((one) => exchange.reliedOn.get(one.name)?.includes(reveal));
      const all = [commitment, ...relied];
      if (!missing.length && all.every((one) => knowledge.isOpened(one))) {
        const transferable = all.every((one) => knowledge.isPublic(one));
        claims.fact('reciprocated', reveal, { transferable }, all.map(({ name }) => name));
      }
    } else if (!exchange.isPublished(reveal) && !exchange.isPremature(reveal) && !isEmptyOwn(reveal, commitment)) {
      const missing = exchange.basis(reveal).missing.sort();
      claims.view('not-shown-in-turn', reveal, { missing }, { evidence: [commitment.name] });
    }
  }
  assessSlotForks(exchange);
}

function assessSlotForks({ claims, terms, slots, commitments }) {
  for (const { by, role } of slots) {
    const first = commitments.filter(({ signer, body }) => body.version === 1 && signer === by && body.role === role);
    if (new Set(first.map(listOf)).size > 1) claims.blame('slot-fork', by, [terms, ...first]);
  }
}

function assessWithdrawals(exchange) {
  const { transcript, references, claims, withdrawals, accepts, commitments } = exchange;
  if (!withdrawals.length) return;
  const sound = [...transcript.statements.values()].filter(({ misplaced }) => !misplaced);
  const statements = sound.filter((one) => exchangeOf(transcript, one) === exchange.name);
  const futures = new Map(withdrawals.map((one) => [one.name, references.future(one.name)]));
  const isAfter = (withdrawal, { name }) => futures.get(withdrawal.name).has(name);
  for (const withdrawal of withdrawals) {
    const target = exchange.targetOf(withdrawal);
    const knows = (kid) => sound.some((one) => one.signer === kid && isAfter(withdrawal, one));
    const unknown = [...exchange.parties, ...exchange.mediators].filter((kid) =>
      kid !== withdrawal.signer && statements.some(({ signer }) => signer === kid) && !knows(kid));
    const value = { kind: target.kind, unknown_to: unknown.sort() };
    claims.view('withdrawn', withdrawal, value, { evidence: [target.name] });
  }
  for (const statement of statements) {
    const knew = withdrawals.filter((one) => one.signer !== statement.signer && isAfter(one, statement));
    if (knew.length) claims.fact('knew-withdrawal', statement, {}, [knew.map(({ name }) => name).sort()[0]]);
  }
  const ofAccepts = withdrawals.filter((one) => exchange.targetOf(one).kind === 'accept');
  const before = (fault) => ofAccepts.filter((one) => one.signer === fault.signer && isAfter(one, fault));
  const after = [...accepts, ...commitments].filter((one) => before(one).length);
  for (const [culprit, faults] of groupBy(after, ({ signer }) => signer)) {
    const own = [...new Set(faults.flatMap(before))];
    const pasts = faults.map(({ name }) => references.past(name));
    const between = [...transcript.statements.values()].filter((one) =>
      own.some((withdrawal) => isAfter(withdrawal, one)) && pasts.some((past) => past.has(one.name)));
    const targets = own.map((one) => exchange.targetOf(one));
    claims.blame('after-withdrawal', culprit, [...faults, ...own, ...between, ...targets]);
  }
}

// What 17.9 says of statements whatever exchange they are of: receipts, reviews, answers, withdrawals, revocations.
export function assessReplies({ transcript, knowledge, claims, isWithdrew }) {
  const answering = transcript.all('commitment').filter(({ body }) => body.answers);
  const byAnswered = groupBy(answering, ({ body }) => hex(body.answers));
  for (const commitment of transcript.all('commitment')) {
    const answers = (byAnswered.get(commitment.name) ?? []).filter(({ signer }) => signer !== commitment.signer);
    for (const { signer, name } of answers) claims.fact('answered', commitment, { answered_by: signer }, [name]);
    if (!answers.length && !commitment.body.exchange) claims.view('unanswered', commitment);
  }
  for (const receipt of transcript.sound('receipt')) assessReceipt(receipt);
  for (const review of transcript.sound('review')) {
    const commitment = transcript.commitmentOf(review);
    const isOfAnother = commitment && commitment.signer !== review.signer;
    if (isOfAnother) claims.fact('reviewed', review, { verdict: review.body.verdict }, [commitment.name]);
  }
  for (const withdrawal of transcript.sound('withdraw').filter(isWithdrew)) {
    const { kind, name } = transcript.get(withdrawal.body.target);
    const isOfNone = !exchangeOf(transcript, withdrawal);
    claims.fact('withdrew', withdrawal, { kind }, [name]);
    if (isOfNone) claims.view('withdrawn', withdrawal, { kind, unknown_to: [] }, { evidence: [name] });
  }
  assessRevocations();

  function assessReceipt(receipt) {
    const commitment = acknowledged(transcript, receipt);
    if (!commitment) return;
    const { stage, source } = receipt.body;
    claims.fact(`ack-${stage}`, receipt, {}, [commitment.name, ...(source ? [hex(source)] : [])]);
    const known = knowledge.of(commitment);
    if (stage === 'unopenable') assessComplaint(receipt);
    else if (stage === 'opened' && known) assessOpened(receipt, commitment, known);
  }

  function assessOpened(receipt, commitment, known) {
    const matches = givesTag(known, receipt);
    const { public: transferable, code: why } = known;
    const giver = transcript.statements.get([...known.givers].sort()[0]);
    if (matches) claims.fact('opened-by', receipt, { transferable }, [commitment.name, ...(giver ? [giver.name] : [])]);
    if (matches && !why) return;
    const envelope = matches ? transcript.envelopeOf(commitment) : null;
    const value = { transferable, why: matches ? why : null };
    claims.blame('false-opened', receipt.signer, [receipt, commitment, giver, envelope], value);
  }

  function assessComplaint(receipt) {
    const { code, step, why, noWrap, accept, source, commitment, published: transferable } =
      knowledge.complaints.get(receipt.name);
    const ofEnvelope = source === commitment && source ? transcript.envelopeOf(commitment) : null;
    if (code === 'bad-wrap') {
      const evidence = [receipt, accept, source, commitment, ofEnvelope].filter(Boolean);
      claims.fact('bad-wrap-proven', receipt, { transferable }, evidence.map(({ name, piece }) => name ?? piece));
      claims.blame('bad-wrap', source.signer, evidence, { transferable, why });
    } else if (code === 'false-complaint') {
      const envelope = step === 4 ? transcript.envelopeOf(commitment) : noWrap ? ofEnvelope : null;
      const evidence = step === 1 ? [receipt, accept] : [receipt, accept, source, commitment, envelope];
      claims.blame('false-complaint', receipt.signer, evidence, { transferable });
    } else if (!code) {
      claims.view('complaint-open', receipt, {}, { evidence: [commitment.name] });
    }
  }

  function assessRevocations() {
    const revokes = [...transcript.all('revoke')].sort(byKeys(({ body }) => body.since, 'name'));
    for (const one of revokes) claims.fact('revoked', one, { since: one.body.since });
    const firsts = new Map(revokes.reverse().map((one) => [one.signer, one]));
    for (const statement of transcript.statements.values()) {
      const { name, body: { since } = {} } = firsts.get(statement.signer) ?? {};
      const isAfter = statement.kind !== 'revoke' && !statement.misplaced && statement.iat >= since;
      if (isAfter) claims.view('after-revocation', statement, { since }, { evidence: [name] });
    }
  }
}
