// The exchange as `swapproto status` shows it: who did what, whose move it is, and each list part by part.
import { h, list, table } from './elements.mjs';
import { byKeys, groupBy, unique } from './rows.mjs';
import { isolated, plain, short } from './wording.mjs';

const FORKS = ['fork', 'slot-fork', 'bad-chain'];
const PARTS = ['committed', 'acknowledged', 'fixed', 'handed-over', 'matches', 'no-fault'];

const first = (statements, key) => [...groupBy(statements, key).values()].map((group) => group[0]);
const known = (moves, key) => moves.map((one) => one[key]).filter((time) => time !== null);
const sinceOf = (moves) => (known(moves, 'since').length ? Math.max(...known(moves, 'since')) : null);
const timedOf = ({ code, evidence: [own, ...others] }) => (code === 'delivered-in-time' ? others : [own]);
const late = (moves) => moves.filter((one) => one.overdue);
const dueOf = (moves) => Math.min(...known(late(moves).length ? late(moves) : moves, 'due'));
const dueIn = ({ wording, data: { now } }, due, moves) => (due === Infinity ? null : late(moves).length
  ? wording.label('overdue', { due }) : due < now ? wording.label('passed', { due }) : wording.when(due));

// A line for each exchange, the one that is due first at the top.
export function standings(view) {
  const { wording, data: { exchanges, awaiting } } = view;
  const byExchange = groupBy(awaiting, ({ exchange }) => exchange);
  const rows = exchanges.map((one) => ({ ...one, moves: byExchange.get(one.exchange) ?? [] }))
    .map((one) => ({ ...one, due: dueOf(one.moves), since: sinceOf(one.moves) })).sort(byKeys('due', 'exchange'));
  const names = (moves) => wording.joined(unique(moves.map(({ by }) => isolated(view.name(by)))));
  const whose = (moves) => [...groupBy(moves, ({ what }) => what)].map(([what, its]) =>
    wording.label('who-does', { who: names(its), move: wording.report(`moves.${what}`, { own: false }) })).join('; ');
  const nobody = (state) => (state === 'no-terms' ? '-' : wording.label('nobody'));
  const heads = ['due', 'exchange', 'title', 'state', 'move', 'since'].map((head) => wording.label(`${head}-head`));
  return table(wording.page('standings'), heads, rows.map(({ exchange, state, moves, due, since, title }) => [
    dueIn(view, due, moves) ?? '-', short(exchange), view.titleOf(title),
    wording.label('state', { state }), whose(moves) || nobody(state), since === null ? '-' : wording.when(since),
  ]));
}

export class Story {
  constructor(view, exchange) {
    Object.assign(this, { view, exchange, wording: view.wording });
    this.statements = Object.entries(view.statements)
      .filter(([, one]) => one.exchange === exchange.exchange)
      .map(([id, one]) => ({ id, ...one })).sort((a, b) => a.iat - b.iat);
  }

  render() {
    const heads = ['step-head', 'when-head', 'what-head'].map((head) => this.wording.page(head));
    return [table(this.wording.label('times-stated'), heads, this.events()), ...this.moves(), this.goodFaith()];
  }

  moves() {
    const { exchange, state, by, deadlines } = this.exchange;
    const { wording, data: { awaiting, now } } = this.view;
    const over = state === 'proposed' && Object.values(deadlines).some((due) => (due ?? now) < now);
    const its = awaiting.filter((one) => one.exchange === exchange);
    const all = [...groupBy(its, (one) => one.by + one.what).values()].map((group) => this.move(group));
    const none = state === 'no-terms' ? 'move.unknown' : 'move.nobody';
    if (!all.length) return [list([wording.report(none, { here: by !== null })], 'moves')];
    return [h('h3', {}, wording.label('move-head')), list(over ? [...all, wording.report('move.over')] : all, 'moves')];
  }

  move(group, [{ by, what }] = group) {
    return this.wording.label('awaited', {
      who: isolated(this.view.name(by)), move: this.wording.report(`moves.${what}`, { own: false }),
      since: sinceOf(group), due: dueIn(this.view, dueOf(group), group),
    });
  }

  whose(id) {
    const { by: owner, role, version } = this.view.commitments.get(id);
    return { own: false, owner, role, version };
  }

  events() {
    const of = (kind) => this.statements.filter((one) => one.kind === kind);
    const isKnown = ({ list: about }) => this.view.commitments.has(about);
    const says = { // of each statement that is told of
      proposed: of('terms'),
      accepted: first(of('accept'), ({ by }) => by)
        .map((one) => ({ ...one, as_mediator: this.exchange.mediators.includes(one.by) })),
      committed: of('commitment').map((one) =>
        ({ ...one, ...this.view.commitments.get(one.id), off_terms: this.view.has('off-terms', one.id) })),
      acknowledged: first(of('receipt').reverse(), ({ by, list: about }) => by + about)
        .filter(isKnown).map((one) => ({ ...one, ...this.whose(one.list) })),
      'handed-over': this.handedOver(of('reveal').filter(isKnown)),
      reviewed: of('review').filter(isKnown).map((one) => ({ ...one, ...this.whose(one.list) })),
      withdrawn: of('withdraw').map(({ by, iat, list: target, target: kind, reason }) => ({
        ...this.view.commitments.get(target), own: false, by, iat, kind, reason: reason && plain(reason),
      })),
    };
    return Object.entries(says).flatMap(([step, found]) =>
      found.map((one) => [one.iat, this.wording.report(`events.${step}`, one)]).sort(byKeys(0, 1))
        .map(([iat, text], i) => [i ? '' : this.wording.report(`steps.${step}`), this.wording.when(iat), text]));
  }

  handedOver(reveals) {
    const shown = reveals.filter(({ id }) => this.view.has('released', id));
    return [...groupBy(shown, ({ by, list: about }) => by + about).values()].map((group) => {
      const [{ by, list: about }] = group;
      const readers = unique(group.map(({ to }) => this.view.statements[to]?.by ?? to));
      const to = group.some((one) => one.to === null) ? null : readers;
      return { by, to, iat: Math.max(...group.map(({ iat }) => iat)), ...this.whose(about) };
    });
  }

  // The parts of "in good faith", of each list that is owed, where every party has accepted.
  goodFaith() {
    const { exchange, view, wording } = this;
    if (!view.has('agreed', exchange.exchange)) return null;
    const within = new Set([exchange.exchange, ...this.statements.map(({ id }) => id)]);
    const theirs = view.data.contradictions.filter(({ evidence }) => evidence.some((id) => within.has(id)));
    const columns = exchange.slots.map((slot) => {
      const faults = theirs.filter(({ culprit }) => culprit === slot.by);
      const cells = slot.commitment ? this.partsOf(slot.commitment, faults) : Array(5).fill(['absent']);
      return [...cells, contradicted(faults) ?? ['no-fault']];
    });
    const say = ([cell, values]) => wording.report(`cells.${cell}`, values);
    return table(wording.label('part-by-part'),
      [wording.page('part-head'), ...exchange.slots.map((slot) => wording.report('questions.column', slot))],
      PARTS.map((part, i) => [wording.report(`parts.${part}`), ...columns.map((cells) => say(cells[i]))]));
  }

  // The cell of each part but the last, with its values.
  partsOf(commitment, faults) {
    const subjects = this.view.subjectsOf(commitment);
    const all = [...subjects].flatMap((id) => this.view.claimsBySubject.get(id) ?? []);
    const undone = all.filter(({ code, evidence }) => code === 'existed-by' && evidence.some((id) =>
      this.view.has('stamp-doubtful', id) || this.view.has('stamp-ahead', id))).map((a) => a.subject + a.value.clock);
    const firm = all.filter((one) => !timedOf(one).some((id) => undone.includes(id + one.value.clock)));
    const claims = groupBy(firm, ({ code }) => code);
    const its = faults.filter(({ evidence }) => evidence.some((id) => subjects.has(id)));
    const has = (name) => claims.has(name);
    const by = (...codes) => unique(codes.flatMap((name) => claims.get(name) ?? []).map((one) => one.by));
    const isPinned = (name) => (claims.get(name) ?? []).some(({ value }) => value.clock === 'pinned');
    const inTime = (name) => ({ in_time: isPinned(name) ? 'pinned' : has(name) ? 'agreed' : null });
    const acknowledged = by('ack-opened', 'ack-received', 'ack-unopenable');
    const counted = [...claims.get('in-turn') ?? [], ...claims.get('published') ?? []].map(({ subject }) => subject);
    const keys = (claims.get('released') ?? []).filter((one) => !counted.length || counted.includes(one.subject));
    const readers = unique(keys.map(({ value: { to } }) => this.view.statements[to]?.by ?? to));
    const values = { by: unique(keys.map((one) => one.by)), to: readers.includes(null) ? null : readers };
    const openers = [this.view.commitments.get(commitment).by, ...by('ack-opened')];
    const isOpen = has('opened') || (has('ack-opened') && this.exchange.slots.every((one) => openers.includes(one.by)));
    const way = isOpen ? 'handed-over-proven' : has('ack-opened') ? 'handed-over-claimed'
      : has('in-turn') ? 'handed-over-unopened' : 'published-unopened';
    const handed = counted.length ? [way, { ...values, ...inTime('reveal-in-time') }]
      : has('not-shown-in-turn') ? ['handed-over-claimed', { ...values, in_time: null }] : ['absent'];
    const claimed = has('ack-opened') ? ['claimed-by', { by: by('ack-opened') }] : ['absent'];
    return [
      this.committedBy(commitment, claims),
      acknowledged.length ? ['acknowledged', { by: acknowledged, ...inTime('delivered-in-time') }] : ['absent'],
      contradicted(its.filter((one) => FORKS.includes(one.code))) ?? ['no-other-version'],
      contradicted(its.filter((one) => one.code === 'premature')) ?? handed,
      has('opened') ? ['proven'] : contradicted(its.filter((one) => one.code === 'wrong-content')) ?? claimed,
    ];
  }

  committedBy(commitment, claims) {
    const own = (claims.get('existed-by') ?? []).filter(({ subject, value }) => subject === commitment && value.direct);
    if (!own.length) return ['existed-claimed', { time: this.view.statements[commitment].iat }];
    const [{ value: { clock, time } }] = own.sort((a, b) =>
      (a.value.clock !== 'pinned') - (b.value.clock !== 'pinned') || a.value.time - b.value.time);
    const isMet = (claims.get('commit-in-time') ?? []).some(({ value }) => value.clock === clock);
    return ['existed-proven', { time, clock, in_time: isMet && time <= (this.exchange.deadlines.commit ?? -1) }];
  }
}

const contradicted = (faults) =>
  (faults.length ? ['contradicted', { faults: unique(faults.map((one) => one.code)).sort() }] : null);
