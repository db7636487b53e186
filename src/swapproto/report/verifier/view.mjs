// The verdict as a document, in the order and the words of `swapproto verify`.
import { code, h, list, section, some, speakBy, table } from './elements.mjs';
import { byKeys, groupBy, unique } from './rows.mjs';
import { Story, standings } from './story.mjs';
import { Values } from './values.mjs';
import { Wording, isolated, plain, short } from './wording.mjs';

const MOST_FILES = 8;
const VERDICTS = { 0: ['✓', 'good'], 1: ['✗', 'bad'], 2: ['–', 'open'], 3: ['!', 'open'], 4: ['✗', 'bad'] };
const OF_ANY = ['signed', 'knew'];
const OF_TIME = ['existed-by', 'not-before', 'iat-outside', 'times-conflict', 'late'];
const line = (...parts) => h('p', { class: 'id' }, ...parts);

export class View {
  // `known` is what is known of closed values (values.mjs).
  constructor(result, sentences, language, known) {
    Object.assign(this, result, { language });
    if (this.isCut) this.unmatched = []; // their cards can be in what was not read
    this.isOfNone = this.unmatched.length > 0 && !this.data.trust.length;
    const names = new Map(this.data.trust.map(({ kid, name }) => [kid, plain(name)]));
    this.name = (kid) => names.get(kid) ?? names.get(this.statements[kid]?.by) // or the id of an accept
      ?? this.wording.label('unknown-party', { kid: short(kid) });
    this.wording = new Wording(sentences, language, this.name);
    this.values = new Values(known, this.wording, language);
    speakBy(this.wording);
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

  has = (claim, subject) => (this.claimsBySubject.get(subject) ?? []).some((one) => one.code === claim);

  within(...ids) {
    const names = unique(ids.flatMap((id) => this.files.get(id) ?? []));
    if (!names.length) names.push(this.wording.page('no-file'));
    const files = this.wording.some(names.slice(0, MOST_FILES).map(isolated), names.length);
    return { files, text: this.wording.label('in', { files }) };
  }

  isPresent = (...ids) => ids.some((id) => this.files.has(id));
  subjectsOf = (commitment) => new Set([commitment, ...(this.about.get(commitment) ?? []).map(([id]) => id).sort()]);

  render() {
    return [
      this.verdict(), this.notes(), this.leftOut(), this.contradictions(),
      this.data.exchanges.length > 1 ? section(this.wording.page('exchanges'), standings(this)) : null,
      some(h('div', {}), this.data.exchanges, (one) => this.exchange(one)), this.overview(),
      some(h('div', {}), this.data.lists, (one) => this.list(one)), this.others(), ...this.refused(), this.unproven(),
      this.inputs(),
    ].filter(Boolean);
  }

  verdict() {
    const { wording, data: { exit, contradictions, rejected, inputs, now, trust, clocks } } = this;
    const [sign, look] = VERDICTS[this.isOfNone ? 1 : this.isCut && exit !== 4 ? 3 : exit];
    const artefacts = new Set(inputs.flatMap((input) => input.artefacts)).size;
    const trusted = [
      ...trust.map(({ name, fingerprint }) => wording.label('trusted', { name: plain(name), digits: fingerprint })),
      ...clocks.map(({ name, certificates }) => wording.page('clock', { name: plain(name), certificates })),
    ];
    return h('section', { class: `verdict ${look}`, id: 'verdict', tabindex: '-1' },
      h('h2', {}, h('span', { 'aria-hidden': 'true' }, sign), ' ', this.headline()),
      contradictions.length && rejected.length ? h('p', {}, wording.label('see-rejected')) : null, list(trusted),
      h('p', {}, wording.label('as-of', { artefacts, files: inputs.length, now }), '. ', wording.page('no-beacon')));
  }

  // What is proven to be wrong is so of a part, too; nothing else is said of what was not checked whole.
  headline() {
    const { wording, notRead, trust, data: { exit, contradictions, ignored, inputs } } = this;
    const culprits = wording.joined(unique(contradictions.map(({ culprit }) => isolated(this.name(culprit)))));
    const incomplete = ignored.some(({ kind }) => !['card', 'stamp'].includes(kind)) ? 'strangers' : 'cards';
    const isOneReason = !inputs.length && unique(notRead.map(({ why }) => why)).length === 1;
    if (this.isCut && exit !== 4) return wording.page('not-whole');
    if (isOneReason) return wording.page('nothing', { why: this.unread(notRead[0]) });
    const verdict = wording.label(exit, { trust, culprits, incomplete }, 'verdicts');
    return this.isOfNone ? `${wording.page('no-such-digits')} ${exit === 1 ? verdict : ''}`.trim() : verdict;
  }

  unread = ({ name, why }) => this.wording.page(`unread-${why}`, { file: plain(name) });

  notes() {
    const { page, label } = this.wording;
    const impostor = ({ name, digits, card, like }) => [
      label('impostor', { files: this.within(card).files, name: plain(name), party: this.name(like) }),
      label('impostor-digits', { digits }), label('impostor-advice'),
    ].map((line) => h('div', {}, line));
    const notes = [
      ...(this.isCut && this.data.exit === 4 ? [page('not-whole')] : []),
      ...this.impostors.map(impostor), ...this.unmatched.map((digits) => page('unmatched', { digits })),
      ...this.emptyCards.map(({ name, count }) => page('cards-in-file', { file: plain(name), count })),
      ...this.badClocks.map((name) => page('no-certificate', { file: plain(name) })),
      ...(this.data.trust.length || !this.lack ? [] : [page(this.lack)]),
    ];
    return notes.length ? section(page('to-know'), list(notes)) : null;
  }

  leftOut() {
    const { wording, notRead } = this;
    const title = wording.label('not-read', { files: wording.count('file', notRead.length) });
    return notRead.length ? section(title, list(notRead, null, this.unread)) : null;
  }

  contradictions() {
    const { wording, data: { contradictions } } = this;
    if (!contradictions.length) return null;
    const show = (one) => [
      h('strong', {}, wording.contradiction(one)), ' ', code(one.why ? `${one.code}: ${one.why}` : one.code), ' ',
      wording.page('evidence'), list(one.evidence, null, (id) => this.evidence(id)),
    ];
    const lines = list(contradictions, 'bad', show);
    return section(wording.label('contradictions'), lines, h('p', {}, wording.label('keep')));
  }

  evidence(id) {
    const { by } = this.statements[id] ?? {};
    const kind = this.wording.sentences.kinds[this.kinds[id]] ?? '';
    const what = by ? this.wording.page('by', { kind, by: this.name(by) }) : `${kind} `;
    return [what, code(short(id)), ' ', this.within(id).text];
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
    if (subject === about || !(isOfReveal || OF_TIME.includes(claim))) return '';
    return this.wording.label('of-statement', { kind: this.wording.sentences.kinds[kind], id: short(subject) });
  }

  // Claims about these subjects as "proven" and "so far", in the order of the sentences.
  sentences(subjects, about) {
    const found = [...subjects].flatMap((id) => this.shownClaims.get(id) ?? []).map((claim) => {
      const called = this.called(claim, about);
      return { ...claim, called, isOther: Number(called !== ''), place: this.wording.order.get(claim.code) };
    }).sort(byKeys('class', 'isOther', 'place', 'at'));
    return [...new Map(found.map((one) => [one.called + this.wording.claim(one), one.class]))];
  }

  claims(subjects, about) {
    subjects.forEach((id) => this.shown.add(id));
    const tags = { fact: `✓ ${this.wording.label('proven')}`, view: `○ ${this.wording.label('so-far')}` };
    const line = ([text, kind]) =>
      h('li', { class: kind }, h('span', { class: 'tag' }, tags[kind]), ' ', h('span', {}, text));
    return some(h('ul', { class: 'claims' }), this.sentences(subjects, about), line);
  }

  title = (titles) => plain(titles[this.language] ?? titles.en ?? titles[''] ?? Object.values(titles)[0]);

  titleOf(title) {
    if (title === null) return this.wording.label('terms-absent');
    return plain(typeof title === 'string' ? title : title[this.language] ?? Object.values(title)[0]);
  }

  exchange(exchange) {
    const { exchange: id, title, by, slots, mediators } = exchange;
    const isOwn = ({ kind, target, exchange: of }) =>
      of === id && [kind, target].some((one) => ['terms', 'accept'].includes(one));
    const own = Object.entries(this.statements).filter(([, one]) => isOwn(one)).map(([name]) => name);
    const owes = (slot) => this.wording.label('owes',
      { ...slot, by: this.name(slot.by), reader: false, role: this.wording.role(slot.role) });
    const who = mediators.length ? [this.wording.report('section.mediators', { kids: mediators })] : [];
    const called = title ? `“${isolated(this.titleOf(title))}”` : this.titleOf(title);
    return section(this.wording.label('exchange', { id: short(id), title: called }),
      line(this.wording.page('terms', { id }), ' ', this.isPresent(id, ...own) ? this.within(id, ...own).text : ''),
      line(this.wording.report('section.digits'), ' ', code(this.digits[id])),
      list([...slots.map(owes), ...who]), by ? line(this.wording.label('signed-on', this.statements[id])) : null,
      this.claims(new Set([id, ...own]), id), ...new Story(this, exchange).render());
  }

  overview() {
    const { wording, data: { lists, contradictions } } = this;
    if (lists.length < 2) return null;
    const faults = (id) =>
      contradictions.filter(({ evidence }) => evidence.includes(id)).map((one) => one.code.toUpperCase()).join(', ');
    const hasFaults = contradictions.length > 0;
    const heads = ['party', 'role', 'list-head', 'version', 'entries', 'says-signed', 'sealed-list', 'key'];
    const sealed = (id) => (this.has('opened', id) ? 'opened' : this.has('committed', id) ? 'here' : 'absent');
    const row = (one) => [
      this.name(one.by), one.role, one.list.slice(0, 8), String(one.version), wording.number(one.count),
      wording.when(one.iat), wording.report(`sealed.${sealed(one.commitment)}`),
      wording.report('key', { public: !this.has('sealed', one.commitment) }),
      ...(hasFaults ? [faults(one.commitment)] : []),
    ];
    const shown = (hasFaults ? [...heads, 'fault'] : heads).map((head) => wording.label(head));
    return section(wording.label('overview'), table(wording.page('lists'), shown, lists, row));
  }

  list(one) {
    const { wording } = this;
    const { role, by, commitment, exchange } = one;
    const opened = this.opened[commitment];
    const subjects = this.subjectsOf(commitment);
    const shown = Object.entries(this.disclosures).filter(([, other]) => other.commitment === commitment);
    const values = { ...one, role: wording.role(role), by: this.name(by) };
    return section(wording.label('list', values), ...shown.map(([name, { entries }]) => this.disclosed(name, entries)),
      line(wording.label('commitment', { id: commitment }), ' ', this.within(commitment, ...subjects).text),
      exchange ? line(wording.label('under-terms', { terms: short(exchange) })) : null,
      line(wording.label('signed-on', one)), this.claims(subjects, commitment),
      opened ? this.entries(commitment, opened) : null);
  }

  // A table of entries: a value that is shown in other words has itself beside it.
  entries(commitment, { label, columns, rows }) {
    const shown = (value, i) => {
      const words = value === null ? '' : this.values.words(columns[i], value);
      return words ? `${isolated(words)} (${isolated(plain(value))})` : plain(value ?? '');
    };
    const caption = this.wording.page('entries', { label: `“${plain(label)}”`, commitment });
    return table(caption, columns.map(({ titles }) => this.title(titles)), rows, (row) => row.map(shown));
  }

  // The entries that a disclosure shows, each as a block of its fields.
  disclosed(name, entries) {
    const pair = ([column, value]) => {
      const words = this.values.words(column, value);
      const signed = words && h('small', {}, this.values.letter('signed-as', { value: plain(value) }));
      return h('div', {}, h('dt', { dir: 'auto' }, this.title(column.titles)),
        h('dd', { dir: 'auto' }, words ?? plain(value), signed));
    };
    const block = ({ fields, withheld }) => {
      const filled = fields.filter(([, value]) => value !== null);
      const empty = fields.length - filled.length;
      return h('div', { class: 'entry' }, h('dl', {}, ...filled.map(pair)),
        empty ? h('p', {}, this.wording.label('empty-fields', { number: empty })) : null,
        withheld ? h('p', {}, `(${this.wording.label('withheld')})`) : null);
    };
    const title = this.wording.label('entries-of', { id: short(name), files: this.within(name).files });
    return h('div', {}, h('h3', {}, title), some(h('div', {}), entries, block));
  }

  others() {
    const { wording } = this;
    const within = new Set(this.data.lists.flatMap(({ commitment }) => [...this.subjectsOf(commitment)]));
    const rest = [...this.shownClaims.keys()].filter((id) => !within.has(id) && !this.shown.has(id)).sort();
    const where = (id) => (this.isPresent(id) ? wording.sentences.comma + this.within(id).text : '');
    const texts = rest.flatMap((id) => this.sentences([id], id).map(([text]) => text + where(id)));
    return texts.length ? section(wording.label('other-statements'), list(texts)) : null;
  }

  refused() {
    const { wording, data: { rejected, ignored } } = this;
    const { reasons, kinds } = wording.sentences;
    const said = (label, one) => wording.label(label, { ...one, message: reasons[one.code] ?? reasons.other });
    const lines = (title, label, found, values) => (found.length
      ? section(wording.label(title), list(found.map((one) => said(label, { ...one, ...values(one) })))) : null);
    return [
      lines('rejected', 'rejection', rejected, ({ file }) => ({ file: plain(file) })),
      lines('ignored', 'ignored-one', ignored, ({ kind, id }) =>
        ({ what: `${kinds[kind]} ${wording.apart(short(id))}`, files: this.within(id).files })),
    ];
  }

  unproven() {
    const said = Object.entries(this.wording.sentences.unproven).filter(([one]) => this.data.not_proven.includes(one));
    return section(this.wording.label('not-proven'), list(said.map(([, text]) => text)));
  }

  inputs() {
    const { wording } = this;
    const held = (artefacts) => wording.some([...groupBy(artefacts, (id) => this.kinds[id])].sort()
      .map(([kind, group]) => wording.count(kind, group.length))) || wording.label('unreadable');
    const rows = this.data.inputs.map(({ name, size, artefacts, sha256 }) =>
      [plain(name), size ? held(artefacts) : wording.label('empty'), sha256]);
    const heads = [wording.page('file'), wording.page('content'), 'SHA-256'];
    return section(wording.label('files'), table(wording.page('what-was-read'), heads, rows));
  }
}
