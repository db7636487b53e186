// Facts and views of time: 18.6 and 18.7. Rounds of the beacon are not checked here, and so nothing rests on them.

import { Claims } from './claims.mjs';
import { exchangeOf } from './references.mjs';
import { Times } from './stamping.mjs';

// The statement that the targets of a stamp lead to.
function stampedStatement(transcript, stamp) {
  let target = stamp.target;
  while (transcript.stamps.has(target)) target = transcript.stamps.get(target).target;
  return transcript.statements.get(target);
}

export function assessTimes(world) {
  const { transcript, claims, times, sets, unmatched } = world;
  const subjects = [...transcript.statements.values()].map((statement) => ({ about: statement, statement }));
  for (const stamp of transcript.stamps.values()) {
    const statement = stampedStatement(transcript, stamp);
    subjects.push({ about: { name: stamp.name, signer: statement.signer }, statement });
  }
  for (const { about, statement } of subjects) {
    for (const set of sets) {
      if (set.terms && exchangeOf(transcript, statement) !== set.terms.name) continue;
      assessExistence(about, set, about === statement);
    }
  }
  for (const { name, statement } of unmatched) claims.view('stamp-unmatched', { name, signer: statement.signer });
  for (const commitment of transcript.all('commitment')) {
    if (commitment.body.beacon) claims.view('beacon-unchecked', commitment);
  }
  assessDoubt(world);

  function assessExistence(about, set, isStatement) {
    const { clock } = set;
    const direct = times.direct(set, about.name);
    const any = isStatement ? times.any(set, about.name) : direct;
    const state = (found, isDirect) => claims.fact('existed-by', about,
      { clock, direct: isDirect, time: found.time, operators: found.operators }, found.stamps);
    if (direct) state(direct, true);
    if (any && (!direct || any.time < direct.time)) state(any, false);
    const said = isStatement && !direct ? times.operators(set, about.name) : [];
    if (said.length) claims.view('quorum-short', about, { clock, operators: said, quorum: set.quorum });
    const { iat } = about;
    if (isStatement && any && iat > any.time) claims.view('iat-outside', about, { iat, clock, time: any.time });
  }
}

// What the pinned clocks say of times without weak stamps, those that are in doubt or ahead: requirements rest on it.
export function firmTimes(world) {
  const { transcript, references, weak, exchanges } = world;
  const sets = world.sets.filter(({ terms }) => !terms);
  const voices = ([name, stamp]) => [name, weak.has(name) ? { ...stamp, of: new Map() } : stamp];
  const times = new Times({ stamps: new Map([...transcript.stamps].map(voices)) }, references, sets);
  const firm = { ...world, sets, times, claims: new Claims(), weak: new Set() };
  assessTimes(firm);
  for (const exchange of exchanges.values()) assessDeadlines(exchange, firm);
  return firm.claims;
}

// Doubtful stamps (18.7), and those of a time to come. A clock that parties agreed on counts in their exchange alone.
function assessDoubt({ transcript, claims, weak }) {
  const said = ({ of }, exchange) =>
    [...of].filter(([{ terms }]) => !terms || terms.name === exchange).map(([, one]) => one);
  const ofOperators = [...transcript.stamps.values()]
    .map((stamp) => ({ ...stamp, said: said(stamp, exchangeOf(transcript, stampedStatement(transcript, stamp))) }))
    .filter((stamp) => stamp.said.length);
  for (const stamp of ofOperators) {
    const { now } = transcript;
    const [{ time }] = stamp.said;
    const accuracy = Math.max(...stamp.said.map((one) => one.accuracy));
    if (time - accuracy - 1 <= now) continue;
    claims.view('stamp-ahead', { name: stamp.name, signer: stampedStatement(transcript, stamp).signer }, { time, now });
    weak.add(stamp.name);
  }
  const doubt = new Map();
  for (const clock of ['pinned', 'agreed']) {
    const by = (stamp) => [...stamp.of].find(([set, one]) => set.clock === clock && stamp.said.includes(one))?.[1];
    const sound = new Set();
    for (const stamp of [...ofOperators].reverse().filter(by)) { // renewals come after what they renew
      const { end } = by(stamp);
      const isRenewed = ofOperators.some((other) =>
        other.target === stamp.name && sound.has(other.name) && by(other).bound <= end);
      if (end >= transcript.now || isRenewed) sound.add(stamp.name);
      else doubt.set(stamp, Math.min(end, doubt.get(stamp) ?? end));
      if (clock === 'pinned' && !sound.has(stamp.name)) weak.add(stamp.name);
    }
  }
  for (const [{ name, ...stamp }, end] of doubt) {
    claims.view('stamp-doubtful', { name, signer: stampedStatement(transcript, stamp).signer }, { end });
  }
}

// What was in time under the terms of an exchange, and what is not shown to be; returns who was overtaken by the
// late accept of another (`accept-late`).
export function assessDeadlines(exchange, world) {
  const { transcript, terms, slots } = exchange;
  const { claims, times } = world;
  const late = new Set();
  if (!exchange.ruled) return late;
  const sets = world.sets.filter((set) => !set.terms || set.terms === terms);
  const due = (name) => terms.body.deadlines.get(name);
  const commitAndGrace = due('commit') === null ? null : due('commit') + terms.body.grace;
  const met = new Set();

  for (const set of sets) {
    const by = (statement, deadline) => {
      const found = deadline === null ? null : times.any(set, statement.name);
      return found !== null && found.time <= deadline;
    };
    const state = (code, statement) => {
      claims.fact(code, statement, { clock: set.clock });
      met.add(code + statement.name);
    };
    for (const accept of exchange.accepted) {
      if (exchange.parties.includes(accept.signer) && by(accept, due('accept'))) state('accept-in-time', accept);
    }
    for (const commitment of exchange.commitments.filter((one) => exchange.covers(one))) {
      if (by(commitment, due('commit'))) state('commit-in-time', commitment);
      const inTime = exchange.acknowledgements(commitment).filter((one) => by(one, commitAndGrace));
      const has = (kid) => inTime.some(({ signer }) => signer === kid);
      const others = exchange.parties.filter((kid) => kid !== commitment.signer);
      const isDelivered = exchange.mediators.some(has) || others.every(has);
      if (terms.body.delivery && isDelivered) state('delivered-in-time', commitment);
    }
    for (const reveal of exchange.reveals) {
      const counts = exchange.covers(transcript.commitmentOf(reveal)) &&
        (exchange.inTurn.includes(reveal) || exchange.isPublished(reveal));
      if (counts && by(reveal, due('reveal'))) state('reveal-in-time', reveal);
    }
    for (const review of exchange.reviews) {
      const slot = exchange.covers(transcript.commitmentOf(review));
      const counts = slot && slot.by !== review.signer && exchange.parties.includes(review.signer);
      if (counts && by(review, due('review'))) state('review-in-time', review);
    }
  }
  if (!terms.body.clocks.length) return late;
  assessNotMet();
  assessAcceptLate();
  return late;

  function assessNotMet() {
    if (!exchange.isAgreed) return;
    const isPast = (time) => time !== null && time < transcript.now;
    const has = (code, statements) => statements.some(({ name }) => met.has(code + name));
    const check = (time, code, statements, by, what, role = null) => {
      if (isPast(time) && !has(code, statements)) claims.view('not-met', terms, { what, role, due: time }, { by });
    };
    const covering = (slot) => exchange.commitments.filter((one) => exchange.covers(one) === slot);
    for (const kid of exchange.parties) {
      const own = (statements) => statements.filter(({ signer }) => signer === kid);
      check(due('accept'), 'accept-in-time', own(exchange.accepts), kid, 'accept');
      check(due('review'), 'review-in-time', own(exchange.reviews), kid, 'review');
    }
    for (const slot of slots) {
      const { by, role } = slot;
      const commitments = covering(slot);
      const reveals = exchange.reveals.filter((one) => commitments.includes(transcript.commitmentOf(one)));
      check(due('commit'), 'commit-in-time', commitments, by, 'commit', role);
      if (terms.body.delivery) check(commitAndGrace, 'delivered-in-time', commitments, by, 'acknowledge', role);
      check(due('reveal'), 'reveal-in-time', reveals, by, 'reveal', role);
    }
  }

  function assessAcceptLate() {
    if (due('accept') === null) return;
    const accepts = (kid, test) => exchange.accepts.some(({ signer, name }) => signer === kid && test(name));
    const inTime = (kid) => accepts(kid, (name) => met.has('accept-in-time' + name));
    for (const kid of exchange.parties.filter(inTime)) {
      const own = [...exchange.commitments, ...exchange.reveals].filter(({ signer }) => signer === kid);
      const known = new Set(own.flatMap(({ name }) => [...world.references.past(name)]));
      const others = exchange.parties.filter((other) => other !== kid && !inTime(other));
      const unknown = others.filter((other) => !accepts(other, (name) => known.has(name)));
      if (unknown.length) claims.view('accept-late', terms, { kids: unknown.sort() }, { by: kid });
      if (unknown.length) late.add(kid);
    }
  }
}
