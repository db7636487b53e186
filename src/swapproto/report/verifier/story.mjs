// The exchange as `swapproto status` shows it: who did what, whose move it is, and each list part by part.

import { list, table } from './elements.mjs';
import { byKeys, groupBy, sortRows } from './rows.mjs';
import { isolated, short, when } from './wording.mjs';

const MOVES = {
  accept: 'accept', commit: 'commit', acknowledge: 'acknowledge', deposit: 'seal their list to a mediator',
  open: 'open and say so', reveal: 'hand over', review: 'review', amend: 'amend their list',
};
const STAGES = { received: 'received', opened: 'opened', unopenable: 'does not open for them' };
const FORKS = ['fork', 'slot-fork', 'bad-chain'];
const PARTS = [
  'committed to', 'acknowledged', 'fixed since', 'handed over in turn', 'opened, and matching', 'no contradiction',
];
const ABSENT = 'absent';

export const together = (names) => [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

const known = (moves, key) => moves.map((one) => one[key]).filter((time) => time !== null);
const sinceOf = (moves) => Math.max(...known(moves, 'since'));
const dueOf = (moves) => Math.min(...known(moves, 'due'));

// A line for each exchange, the one that is due first at the top.
export function standings(view) {
  const { exchanges, awaiting, now } = view.data;
  const byExchange = groupBy(awaiting, ({ exchange }) => exchange);
  const rows = exchanges.map((one) => ({ ...one, moves: byExchange.get(one.exchange) ?? [] }))
    .map((one) => ({ ...one, due: dueOf(one.moves) })).sort(byKeys('due', 'exchange'));
  const whose = (moves) => [...groupBy(moves, ({ what }) => what)].map(([what, group]) =>
    `${together([...new Set(group.map(({ by }) => isolated(view.name(by))))])} to ${MOVES[what]}`);
  return table('Where each stands', ['Due', 'Exchange', 'Title', 'State', 'Whose move', 'Since, as signers state it'],
    rows.map(({ exchange, state, moves, due, title }) => [
      due === Infinity ? '-' : when(due) + (due < now ? ' (passed)' : ''), short(exchange), view.titleOf(title), state,
      whose(moves).join('; ') || 'nobody', known(moves, 'since').length ? when(sinceOf(moves)) : '-',
    ]));
}

export class Story {
  constructor(view, exchange) {
    Object.assign(this, { view, exchange, name: (kid) => isolated(view.name(kid)) });
    this.statements = Object.entries(view.statements)
      .filter(([, one]) => one.exchange === exchange.exchange)
      .map(([id, one]) => ({ id, ...one }))
      .sort((a, b) => a.iat - b.iat);
  }

  render() {
    const moves = this.view.data.awaiting.filter((one) => one.exchange === this.exchange.exchange);
    const groups = [...groupBy(moves, ({ by, what }) => by + what).values()];
    return [
      table('Who did what, by the times that the signers state', ['Step', 'When', 'What'], this.events()),
      list(groups.length ? groups.map((group) => this.move(group)) : ['It is nobody’s move.'], 'moves'),
      this.goodFaith(),
    ];
  }

  move(group) {
    const [{ by, what }] = group;
    const [since, due] = [sinceOf(group), dueOf(group)];
    const passed = due < this.view.data.now ? ' (passed)' : '';
    const times = [
      since > -Infinity ? `, since ${when(since)} as signers state it` : '',
      due < Infinity ? `; due ${when(due)}${passed}` : '; no deadline',
    ];
    return `Whose move: ${this.name(by)}, to ${MOVES[what]}${times.join('')}`;
  }

  whose(id) {
    const about = this.view.commitments.get(id);
    return about ? `the ${about.role} of ${this.name(about.by)}, version ${about.version}` : 'a list';
  }

  events() {
    const of = (kind) => this.statements.filter((one) => one.kind === kind);
    const says = { // of each statement that is told of, when and what
      proposed: of('terms').map((one) => [one.iat, `by ${this.name(one.by)}`]),
      accepted: this.first(of('accept'), ({ by }) => by).map((one) => [one.iat, this.accepted(one)]),
      committed: of('commitment').map((one) => [one.iat, this.committed(one)]),
      acknowledged: this.first(of('receipt').reverse(), ({ by, list: about }) => by + about).map((one) =>
        [one.iat, `by ${this.name(one.by)}, ${this.whose(one.list)}: ${STAGES[one.stage]}`]),
      'handed over': this.handedOver(of('reveal')),
      reviewed: of('review').map((one) =>
        [one.iat, `by ${this.name(one.by)}, ${this.whose(one.list)}: ${one.verdict}`]),
      withdrawn: of('withdraw').map((one) => [one.iat, `by ${this.name(one.by)}: their ${one.target}`]),
    };
    return Object.entries(says).flatMap(([label, found]) =>
      sortRows(found).map(([iat, text], i) => [i ? '' : label, when(iat), text]));
  }

  // Of the statements that are alike, the first.
  first(statements, key) {
    return [...groupBy(statements, key).values()].map((group) => group[0]);
  }

  accepted({ by }) {
    return `by ${this.name(by)}${this.exchange.mediators.includes(by) ? ', as a mediator' : ''}`;
  }

  committed({ id, by }) {
    const { role, version, count } = this.view.commitments.get(id);
    const fits = this.view.has('off-terms', id) ? '; it fits no list of these terms' : '';
    return `by ${this.name(by)}: ${role}, version ${version}, ${this.view.countOf(count, 'entry', 'entries')}${fits}`;
  }

  handedOver(reveals) {
    const shown = reveals.filter(({ id }) => this.view.has('released', id));
    return [...groupBy(shown, ({ by, list: about }) => by + about).values()].map((group) => {
      const [{ by, list: about }] = group;
      const readers = [...new Set(group.map(({ to }) => this.name(to ?? '')))];
      const whom = group.some(({ to }) => to === null) ? 'everyone' : together(readers);
      return [Math.max(...group.map(({ iat }) => iat)), `by ${this.name(by)}, ${this.whose(about)}: to ${whom}`];
    });
  }

  // The parts of "in good faith", of each list that is owed, where every party has accepted.
  goodFaith() {
    const { exchange, view } = this;
    if (!view.has('agreed', exchange.exchange)) return null;
    const within = new Set([exchange.exchange, ...this.statements.map(({ id }) => id)]);
    const theirs = view.data.contradictions.filter(({ evidence }) => evidence.some((id) => within.has(id)));
    const columns = exchange.slots.map((slot) => {
      const faults = theirs.filter(({ culprit }) => culprit === slot.by);
      const cells = slot.commitment ? this.partsOf(slot.commitment, faults) : Array(5).fill(ABSENT);
      return [...cells, contradicted(faults) ?? 'none here'];
    });
    return table('Each list, part by part, as far as these files show it',
      ['Part', ...exchange.slots.map(({ by, role }) => `${this.name(by)}, ${role}`)],
      PARTS.map((part, i) => [part, ...columns.map((cells) => cells[i])]));
  }

  partsOf(commitment, faults) {
    const subjects = this.view.subjectsOf(commitment);
    const claims = groupBy([...subjects].flatMap((id) => this.view.claimsBySubject.get(id) ?? []), ({ code }) => code);
    const its = faults.filter(({ evidence }) => evidence.some((id) => subjects.has(id)));
    const has = (name) => claims.has(name);
    const of = (...codes) => codes.flatMap((name) => claims.get(name) ?? []);
    const by = (...codes) => together([...new Set(of(...codes).map((one) => this.name(one.by)))]);
    const inTime = (name) => {
      const clocks = of(name).map(({ value }) => value.clock);
      return clocks.length ? `, in time (${clocks.includes('pinned') ? 'pinned' : 'agreed'} clocks)` : '';
    };
    const acknowledged = by('ack-opened', 'ack-received', 'ack-unopenable');
    const claimed = has('ack-opened') ? `claimed: by ${by('ack-opened')}` : ABSENT;
    const passed = has('in-turn') || has('published');
    const shownToOpen = has('opened') || has('ack-opened');
    const way = has('in-turn') ? 'in turn' : 'published';
    const handed = passed ? `${shownToOpen ? 'proven' : `${way}; not shown to open`}${inTime('reveal-in-time')}`
      : has('not-shown-in-turn') ? 'claimed' : ABSENT;
    return [
      this.committedBy(commitment, claims),
      acknowledged ? `proven: by ${acknowledged}${inTime('delivered-in-time')}` : ABSENT,
      contradicted(its.filter((one) => FORKS.includes(one.code))) ?? 'no other version here',
      contradicted(its.filter((one) => one.code === 'premature')) ?? handed,
      has('opened') ? 'proven' : contradicted(its.filter((one) => one.code === 'wrong-content')) ?? claimed,
    ];
  }

  committedBy(commitment, claims) {
    const { iat } = this.view.statements[commitment];
    const own = (claims.get('existed-by') ?? []).filter(({ subject, value }) => subject === commitment && value.direct);
    if (!own.length) return `claimed: ${when(iat)}`;
    const [{ value: { clock, time } }] = own.sort((a, b) =>
      (a.value.clock !== 'pinned') - (b.value.clock !== 'pinned') || a.value.time - b.value.time);
    const due = this.exchange.deadlines.commit;
    const isMet = (claims.get('commit-in-time') ?? []).some(({ value }) => value.clock === clock);
    return `proven: by ${when(time)} (${clock} clocks)${isMet && due !== null && time <= due ? ', in time' : ''}`;
  }
}

const contradicted = (faults) =>
  (faults.length ? `contradicted: ${[...new Set(faults.map((one) => one.code))].sort().join(', ')}` : null);
