// The verdict as a document. Everything is put in as text: nothing in a file can become a part of the page.

import { Wording, isolated, short, when } from './wording.mjs';

const ROWS = 200;
const HIDING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

// A text of somebody else's, in which nothing hides.
const plain = (text) => text.replace(HIDING, (one) => `\\u{${one.codePointAt(0).toString(16).padStart(4, '0')}}`);

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const section = (title, ...children) => h('section', {}, h('h2', {}, title), ...children);
const VERDICTS = { 0: ['✓', 'good'], 1: ['✗', 'bad'], 2: ['–', 'open'], 3: ['!', 'open'], 4: ['✗', 'bad'] };

export class View {
  constructor(result, sentences, language) {
    Object.assign(this, result);
    this.language = language;
    const names = new Map(this.data.trust.map(({ kid, name }) => [kid, plain(name)]));
    this.name = (kid) => names.get(kid) ?? names.get(this.statements[kid]?.by) // or the id of an accept
      ?? this.words.label('unknown-party', { kid: short(kid) });
    this.words = new Wording(sentences, language, this.name);
    this.files = new Map();
    this.data.lists.sort((a, b) => [a.by, a.list].join().localeCompare([b.by, b.list].join()) || Number(a.version) - Number(b.version));
    for (const { name, artefacts } of this.data.inputs) {
      for (const id of artefacts) this.files.set(id, [...(this.files.get(id) ?? []), plain(name)]);
    }
  }

  render() {
    return [
      this.verdict(), this.notes(), this.contradictions(), this.refused(), ...this.exchanges(), this.overview(), ...this.lists(),
      this.others(), this.unproven(), this.trusted(), this.inputs(),
    ].filter(Boolean);
  }

  verdict() {
    const { exit, contradictions, ignored, inputs, now } = this.data;
    const culprits = this.words.joined([...new Set(contradictions.map(({ culprit }) => isolated(this.name(culprit))))]);
    const strange = ignored.some(({ kind }) => !['card', 'stamp'].includes(kind));
    const values = { trust: this.trust, culprits, incomplete: strange ? 'strangers' : 'cards' };
    const [sign, look] = VERDICTS[exit];
    const artefacts = new Set(inputs.flatMap((input) => input.artefacts)).size;
    return h('section', { class: `verdict ${look}`, id: 'verdict', tabindex: '-1' },
      h('h2', {}, h('span', { 'aria-hidden': 'true' }, sign), ' ', this.words.label(exit, values, 'verdicts')),
      h('p', {}, this.words.label('as-of', { artefacts, files: inputs.length, now }), '. ', this.words.page('no-beacon')));
  }

  notes() {
    const files = (code, names) => names.map((name) => this.words.page(code, { file: plain(name) }));
    const notes = [
      ...this.impostors.map(({ name, digits }) => this.words.page('impostor', { name: plain(name), digits })),
      ...this.unmatched.map((digits) => this.words.page('unmatched', { digits })),
      ...this.emptyCards.map(({ name, count }) => this.words.page('cards-in-file', { file: plain(name), count })),
      ...files('no-certificate', this.badClocks), ...files('schema', this.unread),
      ...(this.data.trust.length ? [] : [this.words.page('nobody-trusted')]),
    ];
    return notes.length ? section(this.words.page('to-know'), h('ul', {}, ...notes.map((note) => h('li', {}, note)))) : null;
  }

  contradictions() {
    const { contradictions } = this.data;
    if (!contradictions.length) return null;
    return section(this.words.label('contradictions'), h('ul', { class: 'bad' }, ...contradictions.map((one) => h('li', {},
      h('strong', {}, this.words.contradiction(one)), one.why ? ` (${one.why})` : '',
      h('ul', {}, ...one.evidence.map((id) => h('li', {}, this.place(id))))))));
  }

  // What an id is of, and in which files it is.
  place(id) {
    const statement = this.statements[id];
    const by = statement && { kind: this.words.sentences.kinds[statement.kind], by: this.name(statement.by) };
    return h('span', {}, statement ? this.words.page('by', by) : '', h('code', {}, short(id)), ` ${this.within(id)}`);
  }

  within(id) {
    const files = this.files.get(id)?.map(isolated) ?? [this.words.page('no-file')];
    return this.words.label('in', { files: this.words.joined(files) });
  }

  refused() {
    const { rejected, ignored } = this.data;
    if (!rejected.length && !ignored.length) return null;
    const lines = [
      ...rejected.map((one) => this.words.page('rejected', { ...one, file: plain(one.file) })),
      ...ignored.map((one) => this.words.page('not-used', { ...one, kind: this.words.sentences.kinds[one.kind], id: short(one.id) })),
    ];
    return section(this.words.page('left-out'), h('ul', {}, ...lines.map((line) => h('li', {}, line))));
  }

  // Claims as "proven" and "so far", in the order of the sentences.
  claims(claims) {
    const place = ({ code }) => this.words.order.get(code);
    const sorted = [...claims].sort((a, b) => (a.class === b.class ? place(a) - place(b) : a.class < b.class ? -1 : 1));
    const texts = [...new Map(sorted.map((one) => [this.words.claim(one), one])).entries()];
    return h('ul', { class: 'claims' }, ...texts.map(([text, { class: kind }]) => h('li', { class: kind },
      h('span', { class: 'tag' }, kind === 'fact' ? `✓ ${this.words.label('proven')}` : `○ ${this.words.label('so-far')}`), ' ',
      h('span', {}, text))));
  }

  // The claims about things for which `test` is true; that the statements around a list are signed is left out.
  claimsOf(test) {
    return this.data.claims.filter(({ code, subject }) => code !== 'knew' && test(subject) &&
      (code !== 'signed' || ['commitment', 'terms'].includes(this.statements[subject]?.kind)));
  }

  exchanges() {
    return this.data.exchanges.map((exchange) => {
      const { title } = exchange;
      const shown = title && (typeof title === 'string' ? title : title[this.language] ?? title.en ?? Object.values(title)[0]);
      const own = this.claimsOf((id) => {
        const { exchange: of, list, kind } = this.statements[id] ?? {};
        return of === exchange.exchange && (list === null || kind === 'terms');
      });
      const moves = this.data.awaiting.filter((one) => one.exchange === exchange.exchange);
      const called = shown ? `“${plain(shown)}”` : this.words.label('terms-absent');
      return section(this.words.label('exchange', { id: short(exchange.exchange), title: called }),
        h('p', { class: 'id' }, this.words.page('terms', { id: exchange.exchange })),
        title === null ? null : h('p', { class: 'state' },
          h('strong', {}, this.words.label('state', exchange, 'views')), '. ', moves.length ? '' : this.words.label('nobody-moves')),
        exchange.slots.length ? this.slots(exchange) : null, this.claims(own.filter(({ code }) => code !== 'state')));
    });
  }

  slots({ slots, mediators }) {
    const state = (slot) => (slot.commitment ? short(slot.commitment) : this.words.page('not-committed'));
    const count = (slot) => (slot.count === null ? this.words.page('any-number') : this.words.number(slot.count));
    return table(this.words.page('owed'), [...this.heads('party', 'role', 'entries'), this.words.page('at-stake')], [
      ...slots.map((slot) => [this.name(slot.by), this.words.role(slot.role), count(slot), state(slot)]),
      ...mediators.map((kid) => [this.name(kid), this.words.label('mediator'), '', '']),
    ]);
  }

  heads = (...codes) => codes.map((code) => this.words.label(code));

  // The claims about a list: of its commitment, of what is about it, and of disclosures of it.
  claimsAbout(commitment) {
    return this.claimsOf((id) => this.statements[id]?.list === commitment || this.disclosures[id]?.commitment === commitment);
  }

  overview() {
    const { lists } = this.data;
    if (lists.length < 2) return null;
    const has = (code, id) => this.data.claims.some((claim) => claim.code === code && claim.subject === id);
    const here = ({ commitment }) => this.words.label(has('envelope-absent', commitment) ? 'not-here' : 'here');
    const key = ({ commitment }) => this.words.label(has('sealed', commitment) ? 'not-public' : 'public');
    const heads = this.heads('party', 'role', 'version', 'entries', 'says-signed', 'sealed-list', 'key');
    return section(this.words.label('overview'), table(this.words.page('lists'), heads, lists.map((one) =>
      [this.name(one.by), one.role, String(one.version), this.words.number(one.count), when(one.iat), here(one), key(one)])));
  }

  lists() {
    return this.data.lists.map((list) => {
      const { commitment } = list;
      const opened = this.opened[commitment];
      const shown = Object.entries(this.disclosures).filter(([, one]) => one.commitment === commitment);
      const withheld = (one) => (one.withheld ? `; ${this.words.label('withheld')}` : '');
      return section(
        this.words.label('list', { ...list, list: short(list.list), role: this.words.role(list.role), by: this.name(list.by) }),
        h('p', { class: 'id' }, `${this.words.label('commitment', { id: commitment })} ${this.within(commitment)}`),
        h('p', { class: 'id' }, this.words.label('signed-on', list)),
        this.claims(this.claimsAbout(commitment)),
        opened ? this.entries(this.words.page('entries', { label: `“${plain(opened.label)}”` }), opened) : null,
        ...shown.map(([id, one]) => this.entries(this.words.page('entries-shown', { id: short(id) }) + withheld(one), one)));
    });
  }

  // A table of entries, some rows at a time.
  entries(caption, { columns, rows }) {
    const title = ({ titles, name }) => titles[this.language] ?? titles.en ?? titles[''] ?? Object.values(titles)[0] ?? name;
    const show = (value) => (value === undefined ? this.words.page('hidden') : value === null ? '' : plain(value));
    const node = table(caption, columns.map((column) => plain(title(column))), []);
    const body = node.querySelector('tbody');
    const more = h('button', { type: 'button', onclick: () => add() });
    let shown = 0;
    const add = () => {
      const next = rows.slice(shown, shown + ROWS);
      shown += next.length;
      body.append(...next.map((row) => tableRow(row.map(show))));
      more.textContent = this.words.page('show-more', { left: rows.length - shown });
      more.hidden = shown === rows.length;
    };
    add();
    return h('div', {}, node, more);
  }

  others() {
    const rest = this.claimsOf((id) => {
      const statement = this.statements[id];
      const isCard = this.data.trust.some(({ card }) => card === id);
      return isCard || (statement ? !statement.list && !statement.exchange : !this.disclosures[id]);
    });
    const lost = this.claimsOf((id) => {
      const list = this.statements[id]?.list;
      return list && !this.data.lists.some(({ commitment }) => commitment === list);
    });
    return rest.length + lost.length ? section(this.words.label('other-statements'), this.claims([...rest, ...lost])) : null;
  }

  unproven() {
    const { sentences } = this.words;
    return section(this.words.label('not-proven'), h('ul', {},
      ...Object.keys(sentences.unproven).filter((code) => this.data.not_proven.includes(code))
        .map((code) => h('li', {}, sentences.unproven[code]))));
  }

  trusted() {
    const { trust, clocks } = this.data;
    if (!trust.length) return null;
    const heads = (...codes) => codes.map((code) => this.words.page(code));
    return section(this.words.page('trusted'),
      table(this.words.page('cards-table'), heads('card-name', 'digits-head'), trust.map(({ name, fingerprint }) => [plain(name), fingerprint])),
      clocks.length ? table(this.words.page('clocks-table'), heads('operator', 'certificates'),
        clocks.map(({ name, certificates }) => [plain(name), certificates.join(' ')])) : null);
  }

  inputs() {
    const heads = [this.words.page('file'), this.words.page('artefacts'), 'SHA-256'];
    return section(this.words.label('files'), table(this.words.page('what-was-read'), heads,
      this.data.inputs.map(({ name, artefacts, sha256 }) => [plain(name), String(artefacts.length), sha256])));
  }
}

function tableRow(cells, tag = 'td') {
  return h('tr', {}, ...cells.map((text) => h(tag, { scope: tag === 'th' ? 'col' : null }, h('bdi', {}, text))));
}

function table(caption, heads, rows) {
  return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), h('thead', {}, tableRow(heads, 'th')),
      h('tbody', {}, ...rows.map((row) => tableRow(row)))));
}
