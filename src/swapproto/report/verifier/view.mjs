// The verdict as a document, in the order and the words of `swapproto verify`.

import { code, h, list, section, some, table } from './elements.mjs';
import { byKeys, groupBy } from './rows.mjs';
import { Story, standings, together } from './story.mjs';
import { Wording, isolated, short, when } from './wording.mjs';

const MOST_FILES = 8;
const HIDING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const VERDICTS = { 0: ['✓', 'good'], 1: ['✗', 'bad'], 2: ['–', 'open'], 3: ['!', 'open'], 4: ['✗', 'bad'] };
const OF_ANY = ['signed', 'knew'];
const OF_TIME = ['existed-by', 'not-before', 'iat-outside', 'times-conflict', 'late'];

// A text of somebody else's, in which nothing hides.
const plain = (text) => text.replace(HIDING, (one) => `\\u{${one.codePointAt(0).toString(16).padStart(4, '0')}}`);

export class View {
  constructor(result, sentences, language) {
    Object.assign(this, result);
    this.language = language;
    const names = new Map(this.data.trust.map(({ kid, name }) => [kid, plain(name)]));
    // of a kid, or of the id of an accept
    this.name = (kid) => names.get(kid) ?? names.get(this.statements[kid]?.by) ?? `key ${short(kid)}`;
    this.wording = new Wording(sentences, this.name);
    for (const one of this.data.lists) one.place = this.name(one.by) + one.by + one.list;
    this.data.lists.sort(byKeys('place', 'version', 'commitment'));
    this.commitments = new Map(this.data.lists.map((one) => [one.commitment, one]));
    this.files = new Map();
    for (const { name, artefacts } of this.data.inputs) {
      for (const id of artefacts) this.files.set(id, [...(this.files.get(id) ?? []), plain(name)]);
    }
    this.data.claims.forEach((claim, i) => Object.assign(claim, { at: i }));
    this.claimsBySubject = groupBy(this.data.claims, ({ subject }) => subject);
    this.about = groupBy(Object.entries(this.statements), ([, one]) => one.list);
    this.shownClaims = this.claimsToShow();
    this.shown = new Set();
  }

  has(claim, subject) {
    return (this.claimsBySubject.get(subject) ?? []).some((one) => one.code === claim);
  }

  countOf(count, one, many = `${one}s`) {
    return `${this.wording.number(count)} ${count === 1 ? one : many}`;
  }

  // Where artefacts are, those of the first first.
  place(...ids) {
    const names = [...new Set(ids.flatMap((id) => this.files.get(id) ?? []))];
    const more = names.length > MOST_FILES ? ` and ${names.length - MOST_FILES} more` : '';
    return names.slice(0, MOST_FILES).map(isolated).join(', ') + more;
  }

  // The ids of a commitment and of all that is about it.
  subjectsOf(commitment) {
    return new Set([commitment, ...(this.about.get(commitment) ?? []).map(([id]) => id).sort()]);
  }

  render() {
    return [
      this.verdict(), this.notes(), this.leftOut(), this.contradictions(),
      this.data.exchanges.length > 1 ? section('Exchanges', standings(this)) : null,
      some(h('div', {}), this.data.exchanges, (one) => this.exchange(one)), this.overview(),
      some(h('div', {}), this.data.lists, (one) => this.list(one)), this.others(), ...this.refused(), this.unproven(),
      this.inputs(),
    ].filter(Boolean);
  }

  verdict() {
    const { exit, contradictions, rejected, ignored, inputs, now, trust, clocks } = this.data;
    const culprits = together([...new Set(contradictions.map(({ culprit }) => this.name(culprit)))]);
    const strange = ignored.some(({ kind }) => !['card', 'stamp'].includes(kind));
    const values = { trust: this.trust, culprits, incomplete: strange ? 'strangers' : 'cards' };
    const [sign, look] = VERDICTS[exit];
    const count = this.countOf(new Set(inputs.flatMap(({ artefacts }) => artefacts)).size, 'artefact');
    const both = contradictions.length && rejected.length;
    const headline = this.wording.fill(this.wording.sentences.verdicts[exit], values);
    const trusted = [
      ...trust.map(({ name, fingerprint }) => `trusted: ${isolated(plain(name))}, ${fingerprint}`),
      ...clocks.map(({ name, certificates }) => `clock: ${isolated(plain(name))}, SHA-256 ${certificates.join(' ')}`),
    ];
    return h('section', { class: `verdict ${look}`, id: 'verdict', tabindex: '-1' },
      h('h2', {}, h('span', { 'aria-hidden': 'true' }, sign), ' ', headline),
      both ? h('p', {}, 'And something is unreadable, altered or forged, or does not match: see Rejected.') : null,
      list(trusted),
      h('p', {}, `${count} in ${this.countOf(inputs.length, 'file')}, as of ${when(now)}. ` +
        'Rounds of the public beacon are not checked by this page.'));
  }

  notes() {
    const notes = [
      ...this.impostors.map(({ name, digits, card, like }) => `IMPOSTOR: a card in ${this.place(card)} is called ` +
        `${isolated(plain(name))}, and is not that of ${isolated(this.name(like))}. The card’s digits: ${digits}. ` +
        'If it is a new key of theirs, they can say so over another channel, with these digits.'),
      ...this.unmatched.map((digits) => `No card in these files has the digits ${digits}. Compare them once more ` +
        'with what the party gave you; if they are right, add the file with their card.'),
      ...this.emptyCards.map(({ name, count }) => `${plain(name)}: ${count ? `${count} cards` : 'no card'}; ` +
        'a file of a card to trust has exactly one. Type its digits instead.'),
      ...this.badClocks.map((name) => `${plain(name)}: not a certificate in PEM or DER, and not used.`),
    ];
    if (!this.data.trust.length) {
      notes.push('You trust nobody yet, and so nothing is proven to you. Type the sixty digits that the signer gave ' +
        'you over another channel: on paper, by telephone, face to face.');
    }
    return notes.length ? section('What to know', list(notes)) : null;
  }

  leftOut() {
    const { notRead } = this;
    const title = `NOT READ: ${this.countOf(notRead.length, 'file')}; no verdict here is about them`;
    const lines = notRead.map(({ name, why }) => `${isolated(plain(name))}: ${why}`);
    return notRead.length ? section(title, list(lines)) : null;
  }

  contradictions() {
    const { contradictions } = this.data;
    if (!contradictions.length) return null;
    const shown = contradictions.map((one) => [
      h('strong', {}, this.wording.contradiction(one)), ' ', code(one.why ? `${one.code}: ${one.why}` : one.code),
      ', evidence:', list(one.evidence.map((id) => this.evidence(id))),
    ]);
    return section('Contradictions, proven for ever', list(shown, 'bad'),
      h('p', {}, 'Keep these files as they are: whoever has them can check it.'));
  }

  evidence(id) {
    const { by } = this.statements[id] ?? {};
    const what = `${this.kinds[id] ?? ''}${by ? ` by ${isolated(this.name(by))}` : ''} `;
    return [what, code(short(id)), ` in ${this.place(id) || 'no file'}`];
  }

  // The claims without those about cards that are trusted, and those that say what another says already.
  claimsToShow() {
    const cards = new Set(this.data.trust.map(({ card }) => card));
    const of = (id) => this.statements[id] ?? {};
    const isImplied = ({ subject, evidence: [, named] }) =>
      [of(subject).previous, of(subject).kind === 'reveal' ? of(subject).list : null].includes(named) ||
      (of(subject).exchange && of(subject).exchange === of(named).exchange);
    const namesSigner = (subject) => !['card', 'commitment', 'reveal', undefined].includes(of(subject).kind);
    const found = this.data.claims.filter((claim) => claim.class === 'view' || (!cards.has(claim.subject) &&
      !(claim.code === 'knew' && isImplied(claim)) &&
      (claim.code !== 'existed-by' || claim.value.direct || of(claim.subject).kind === 'commitment')));
    const isOfAny = (claim) => claim.class === 'fact' && OF_ANY.includes(claim.code);
    const telling = found.filter((claim) => claim.class === 'fact' && !isOfAny(claim) && namesSigner(claim.subject));
    const told = new Set(telling.map(({ subject }) => subject));
    return groupBy(found.filter((claim) => !isOfAny(claim) || !told.has(claim.subject)), ({ subject }) => subject);
  }

  // Which statement a sentence is of, in a section about another one.
  called({ code: claim, subject }, about) {
    const kind = this.statements[subject]?.kind;
    const isOfReveal = kind === 'reveal' && OF_ANY.includes(claim);
    return subject === about || !(isOfReveal || OF_TIME.includes(claim)) ? '' : `${kind} ${short(subject)}: `;
  }

  // Claims about these subjects as "proven" and "so far", in the order of the sentences.
  sentences(subjects, about) {
    const found = [...subjects].flatMap((id) => this.shownClaims.get(id) ?? [])
      .map((claim) => ({ ...claim, called: this.called(claim, about), place: this.wording.order.get(claim.code) }))
      .map((claim) => ({ ...claim, isOther: Number(claim.called !== '') }))
      .sort(byKeys('class', 'isOther', 'place', 'at'));
    return [...new Map(found.map((one) => [one.called + this.wording.claim(one), one.class]))];
  }

  claims(subjects, about) {
    subjects.forEach((id) => this.shown.add(id));
    const line = ([text, kind]) => h('li', { class: kind },
      h('span', { class: 'tag' }, kind === 'fact' ? '✓ proven' : '○ so far'), ' ', h('span', {}, text));
    return some(h('ul', { class: 'claims' }), this.sentences(subjects, about), line);
  }

  titleOf(title) {
    if (title === null) return '(its terms are not here)';
    return plain(typeof title === 'string' ? title : title[this.language] ?? Object.values(title)[0]);
  }

  exchange(exchange) {
    const { exchange: id, title, by, slots, mediators } = exchange;
    const isOwn = ({ kind, target, exchange: of }) =>
      of === id && [kind, target].some((one) => ['terms', 'accept'].includes(one));
    const own = Object.entries(this.statements).filter(([, one]) => isOwn(one)).map(([name]) => name);
    const entries = (count) =>
      (count === null ? 'any number of entries' : `exactly ${this.countOf(count, 'entry', 'entries')}`);
    const owes = ({ by: kid, role, count }) =>
      `${isolated(this.name(kid))} owes a list of ${entries(count)}, in the role ${this.wording.role(role)}`;
    return section(title ? `Exchange “${isolated(this.titleOf(title))}”` : 'Exchange (its terms are not here)',
      h('p', { class: 'id' }, 'Terms ', code(id), this.place(id, ...own) ? ` in ${this.place(id, ...own)}` : ''),
      h('p', { class: 'id' }, 'Digits ', code(this.digits[id])),
      list([...slots.map(owes), ...mediators.map((kid) => `mediator: ${isolated(this.name(kid))}`)]),
      by ? h('p', {}, `It says it was signed on ${when(this.statements[id].iat)}.`) : null,
      this.claims(new Set([id, ...own]), id), ...new Story(this, exchange).render());
  }

  overview() {
    const { lists, contradictions } = this.data;
    if (lists.length < 2) return null;
    const faults = (id) =>
      contradictions.filter(({ evidence }) => evidence.includes(id)).map((one) => one.code.toUpperCase()).join(', ');
    const hasFaults = contradictions.length > 0;
    const heads = ['Party', 'Role', 'List', 'Version', 'Entries', 'It says it was signed', 'Sealed list', 'Key'];
    return section('Overview', table('Lists', hasFaults ? [...heads, 'Fault'] : heads, lists.map((one) => [
      this.name(one.by), one.role, one.list.slice(0, 8), String(one.version), this.wording.number(one.count),
      when(one.iat),
      this.has('opened', one.commitment) ? 'opened' : this.has('committed', one.commitment) ? 'here' : 'not here',
      this.has('sealed', one.commitment) ? 'not public' : 'public', ...(hasFaults ? [faults(one.commitment)] : []),
    ])));
  }

  list({ list: id, version, role, by, commitment, exchange, iat }) {
    const opened = this.opened[commitment];
    const subjects = this.subjectsOf(commitment);
    const shown = Object.entries(this.disclosures).filter(([, one]) => one.commitment === commitment);
    return section(`List ${id}, version ${version}, ${this.wording.role(role)}, by ${isolated(this.name(by))}`,
      h('p', { class: 'id' }, 'Commitment ', code(commitment), ` in ${this.place(commitment, ...subjects)}`),
      exchange ? h('p', { class: 'id' }, 'Under the terms ', code(short(exchange))) : null,
      h('p', {}, `It says it was signed on ${when(iat)}.`),
      this.claims(subjects, commitment),
      opened ? this.entries(`Entries of “${isolated(plain(opened.label))}” (${short(commitment)})`, opened) : null,
      ...shown.map(([name, { entries }]) => this.disclosed(name, entries)));
  }

  title(titles) {
    return plain(titles[this.language] ?? titles.en ?? titles[''] ?? Object.values(titles)[0]);
  }

  entries(caption, { columns, rows }) {
    const show = (value) => (value === null ? '' : plain(value));
    return table(caption, columns.map(({ titles }) => this.title(titles)), rows, (row) => row.map(show));
  }

  // The entries that a disclosure shows, each as a block of its fields.
  disclosed(name, entries) {
    const block = ({ fields, withheld }) => {
      const filled = fields.filter(([, value]) => value !== null);
      const empty = fields.length - filled.length;
      const pairs = filled.map(([titles, value]) =>
        h('div', {}, h('dt', { dir: 'auto' }, this.title(titles)), h('dd', { dir: 'auto' }, plain(value))));
      const rest = [
        empty ? `${empty} more ${empty === 1 ? 'field is' : 'fields are'} empty` : '',
        withheld ? 'restricted fields are withheld' : '',
      ].filter(Boolean).join('; ');
      return h('div', { class: 'entry' }, h('dl', {}, ...pairs), rest ? h('p', { class: 'id' }, `(${rest})`) : null);
    };
    return h('div', {}, h('h3', {}, `Entries shown by disclosure ${short(name)}, in ${this.place(name)}`),
      some(h('div', {}), entries, block));
  }

  others() {
    const within = new Set(this.data.lists.flatMap(({ commitment }) => [...this.subjectsOf(commitment)]));
    const rest = [...this.shownClaims.keys()].filter((id) => !within.has(id) && !this.shown.has(id)).sort();
    const where = (id) => (this.place(id) ? `, in ${this.place(id)}` : '');
    const texts = rest.flatMap((id) => this.sentences([id], id).map(([text]) => text + where(id)));
    return texts.length ? section('Other statements', list(texts)) : null;
  }

  refused() {
    const { rejected, ignored } = this.data;
    const { reasons } = this.wording.sentences;
    const because = (text, why) => [`${text}: ${reasons[why] ?? reasons.other} `, code(why)];
    return [
      rejected.length ? section('Rejected: altered, forged or unreadable', list(rejected.map((one) =>
        because(`${isolated(plain(one.file))}, byte ${one.offset}`, one.code)))) : null,
      ignored.length ? section('Ignored: it proves nothing to you', list(ignored.map((one) =>
        because(`${one.kind} ${short(one.id)}, in ${this.place(one.id)}`, one.code)))) : null,
    ];
  }

  unproven() {
    const { sentences } = this.wording;
    const said = Object.keys(sentences.unproven).filter((one) => this.data.not_proven.includes(one));
    return section('Not proven by any of this', list(said.map((one) => sentences.unproven[one])));
  }

  inputs() {
    const held = (artefacts) => [...groupBy(artefacts, (id) => this.kinds[id])].sort()
      .map(([kind, group]) => this.countOf(group.length, kind)).join(', ') || 'nothing that can be read';
    const rows = this.data.inputs.map(({ name, size, artefacts, sha256 }) =>
      [plain(name), size ? held(artefacts) : 'empty', sha256]);
    return section('Files', table('What was read', ['File', 'What is in it', 'SHA-256'], rows));
  }
}
