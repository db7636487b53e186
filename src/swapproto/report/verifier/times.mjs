// Facts and views of time: 18.6 and 18.7. Rounds of the beacon are not checked here, and so nothing rests on them.
import { Claims } from './claims.mjs';
import { exchangeOf } from './references.mjs';
import { Times } from './stamping.mjs';

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
  for (const { name, statement } of unmatched) {
    claims.view('stamp-unmatched', { name, signer: statement.signer }, {}, { evidence: [statement.name] });
  }
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

// What was in time under the terms of an exchange, and what is not shown to be; returns the kids of `accept-late`.
export function assessDeadlines(exchange, world) {
  const { transcript, terms, slots, parties, deliveryDue } = exchange.ruled ? exchange : {};
  const { claims, times } = world;
  const late = new Set();
  if (!terms) return late;
  const sets = world.sets.filter((set) => !set.terms || set.terms === terms);
  const due = (name) => terms.body.deadlines.get(name);
  const slotOf = (one) => exchange.covers(one.kind === 'commitment' ? one : transcript.commitmentOf(one));
  const covering = exchange.commitments.filter(slotOf);
  const isByParty = ({ signer }) => parties.includes(signer);
  const isReleased = (reveal) => exchange.inTurn.includes(reveal) || exchange.isPublished(reveal);
  const counted = {
    accept: exchange.accepted.filter(isByParty),
    commit: covering,
    reveal: exchange.reveals.filter((one) => slotOf(one) && isReleased(one)),
    review: exchange.reviews.filter((one) => slotOf(one) && slotOf(one).by !== one.signer && isByParty(one)),
  };
  const met = { accept: [], commit: [], reveal: [], review: [], acknowledge: [] };
  for (const set of sets) {
    const isBy = (deadline) => ({ name }) => deadline !== null && times.any(set, name)?.time <= deadline;
    const deliveriesOf = (commitment) => { // the receipts that show a delivery, undefined where one is missing
      const timely = exchange.acknowledgements(commitment).filter(isBy(deliveryDue));
      const byMediator = timely.find(({ signer }) => exchange.mediators.includes(signer));
      const others = parties.filter((kid) => kid !== commitment.signer);
      return byMediator ? [byMediator] : others.map((kid) => timely.find(({ signer }) => signer === kid));
    };
    const isDelivered = (commitment) => deliveriesOf(commitment).every(Boolean);
    const state = (step, code, statements, receiptsOf = () => []) => {
      met[step] = met[step].concat(statements);
      const evidence = (one) => [terms, ...receiptsOf(one)].map(({ name }) => name);
      statements.forEach((one) => claims.fact(code, one, { clock: set.clock }, evidence(one)));
    };
    for (const step of Object.keys(counted)) state(step, `${step}-in-time`, counted[step].filter(isBy(due(step))));
    const delivered = deliveryDue === null ? [] : covering.filter(isDelivered);
    state('acknowledge', 'delivered-in-time', delivered, deliveriesOf);
  }
  if (!terms.body.clocks.length) return late;
  if (exchange.isAgreed) assessNotMet();
  if (due('accept') !== null) assessAcceptLate();
  return late;

  function assessNotMet() {
    const check = (what, time, by, role, isDone) => {
      const isPast = time !== null && time < transcript.now;
      if (isPast && !met[what].some(isDone)) claims.view('not-met', terms, { what, role, due: time }, { by });
    };
    for (const kid of parties) {
      for (const what of ['accept', 'review']) check(what, due(what), kid, null, ({ signer }) => signer === kid);
    }
    for (const slot of slots) {
      const steps = { commit: due('commit'), acknowledge: deliveryDue, reveal: due('reveal') };
      const isOfSlot = (one) => slotOf(one) === slot;
      for (const [what, time] of Object.entries(steps)) check(what, time, slot.by, slot.role, isOfSlot);
    }
  }

  function assessAcceptLate() {
    const inTime = (kid) => met.accept.some(({ signer }) => signer === kid);
    for (const kid of parties.filter(inTime)) {
      const own = [...exchange.commitments, ...exchange.reveals].filter(({ signer }) => signer === kid);
      const known = new Set(own.flatMap(({ name }) => [...world.references.past(name)]));
      const hasUnknown = (other) => !exchange.accepts.some(({ signer, name }) => signer === other && known.has(name));
      const kids = parties.filter((other) => other !== kid && !inTime(other) && hasUnknown(other)).sort();
      if (kids.length) claims.view('accept-late', terms, { kids }, { by: kid });
      if (kids.length) late.add(kid);
    }
  }
}
