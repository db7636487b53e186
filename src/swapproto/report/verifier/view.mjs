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
    this.name = (kid) => names.get(kid) ?? names.get(this.statements[kid]?.by) ?? `key ${short(kid)}`; // or the id of an accept
    this.wording = new Wording(sentences, this.name);
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
    const culprits = [...new Set(contradictions.map(({ culprit }) => this.name(culprit)))].join(', ');
    const strange = ignored.some(({ kind }) => !['card', 'stamp'].includes(kind));
    const values = { trust: this.trust, culprits, incomplete: strange ? 'strangers' : 'cards' };
    const [sign, look] = VERDICTS[exit];
    const count = new Set(inputs.flatMap(({ artefacts }) => artefacts)).size;
    return h('section', { class: `verdict ${look}`, id: 'verdict', tabindex: '-1' },
      h('h2', {}, h('span', { 'aria-hidden': 'true' }, sign), ' ', this.wording.fill(this.wording.sentences.verdicts[exit], values)),
      h('p', {}, `${count} artefact${count === 1 ? '' : 's'} in ${inputs.length} file${inputs.length === 1 ? '' : 's'}, ` +
        `as of ${when(now)}. Rounds of the public beacon are not checked by this page.`));
  }

  notes() {
    const notes = [
      ...this.impostors.map(({ name, digits }) => `IMPOSTOR? A card here has the name ${isolated(plain(name))}, as one that ` +
        `you trust, and another key, with the digits ${digits}. Ask the party, over another channel.`),
      ...this.unmatched.map((digits) => `No card in these files has the digits ${digits}. Compare them once more with what ` +
        'the party gave you; if they are right, add the file with their card.'),
      ...this.emptyCards.map(({ name, count }) => `${plain(name)}: ${count ? `${count} cards` : 'no card'}; ` +
        'a file of a card to trust has exactly one. Type its digits instead.'),
      ...this.badClocks.map((name) => `${plain(name)}: not a certificate in PEM or DER, and not used.`),
    ];
    notes.push(...this.unread.map((name) => `${plain(name)}: a schema, which signs nothing; no verdict here is about it.`));
    if (!this.data.trust.length) {
      notes.push('You trust nobody yet, and so nothing is proven to you. Type the sixty digits that the signer gave you ' +
        'over another channel: on paper, by telephone, face to face.');
    }
    return notes.length ? section('What to know', h('ul', {}, ...notes.map((note) => h('li', {}, note)))) : null;
  }

  contradictions() {
    const { contradictions } = this.data;
    if (!contradictions.length) return null;
    return section('Contradictions', h('ul', { class: 'bad' }, ...contradictions.map((one) => h('li', {},
      h('strong', {}, this.wording.contradiction(one)), one.why ? ` (${one.why})` : '',
      h('ul', {}, ...one.evidence.map((id) => h('li', {}, this.place(id))))))));
  }

  // What an id is of, and in which files it is.
  place(id) {
    const statement = this.statements[id];
    const what = statement ? `${statement.kind} by ${isolated(this.name(statement.by))}, ` : '';
    return h('span', {}, what, h('code', {}, short(id)), ` in ${(this.files.get(id) ?? ['no file']).map(isolated).join(', ')}`);
  }

  refused() {
    const { rejected, ignored } = this.data;
    if (!rejected.length && !ignored.length) return null;
    const rejections = rejected.map(({ file, offset, code }) => h('li', {}, h('strong', {}, 'Rejected: '),
      `${isolated(plain(file))}, at byte ${offset}: `, h('code', {}, code)));
    const others = ignored.map(({ id, kind, code }) => h('li', {}, `Not used: ${kind} `, h('code', {}, short(id)), ': ',
      h('code', {}, code)));
    return section('Rejected, or not used', h('ul', {}, ...rejections, ...others));
  }

  // Claims as "proven" and "so far", in the order of the sentences.
  claims(claims) {
    const place = ({ code }) => this.wording.order.get(code);
    const sorted = [...claims].sort((a, b) => (a.class === b.class ? place(a) - place(b) : a.class < b.class ? -1 : 1));
    const texts = [...new Map(sorted.map((one) => [this.wording.claim(one), one])).entries()];
    return h('ul', { class: 'claims' }, ...texts.map(([text, { class: kind }]) => h('li', { class: kind },
      h('span', { class: 'tag' }, kind === 'fact' ? '✓ proven' : '○ so far'), ' ', h('span', {}, text))));
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
      return section(shown ? `Exchange “${isolated(plain(shown))}”` : 'Exchange (its terms are not here)',
        h('p', { class: 'id' }, 'Terms ', h('code', {}, exchange.exchange)),
        title === null ? null : h('p', { class: 'state' },
          h('strong', {}, this.wording.fill(this.wording.sentences.views.state, exchange)), '. ', moves.length ? '' : 'It is nobody’s move.'),
        exchange.slots.length ? this.slots(exchange) : null, this.claims(own.filter(({ code }) => code !== 'state')));
    });
  }

  slots({ slots, mediators }) {
    const state = (slot) => (slot.commitment ? short(slot.commitment) : 'not committed to');
    return table('Who owes what', ['Party', 'Role', 'Entries', 'Commitment at stake'], [
      ...slots.map((slot) => [this.name(slot.by), this.wording.role(slot.role), slot.count === null ? 'any number' :
        this.wording.number(slot.count), state(slot)]),
      ...mediators.map((kid) => [this.name(kid), 'mediator', '', '']),
    ]);
  }

  // The claims about a list: of its commitment, of what is about it, and of disclosures of it.
  claimsAbout(commitment) {
    return this.claimsOf((id) => this.statements[id]?.list === commitment || this.disclosures[id]?.commitment === commitment);
  }

  overview() {
    const { lists } = this.data;
    if (lists.length < 2) return null;
    const has = (code, id) => this.data.claims.some((claim) => claim.code === code && claim.subject === id);
    return section('Overview', table('Lists', ['Party', 'Role', 'Version', 'Entries', 'It says it was signed', 'Sealed list', 'Key'],
      lists.map((one) => [this.name(one.by), one.role, String(one.version), this.wording.number(one.count), when(one.iat),
        has('envelope-absent', one.commitment) ? 'not here' : 'here', has('sealed', one.commitment) ? 'not public' : 'public'])));
  }

  lists() {
    return this.data.lists.map((list) => {
      const { commitment } = list;
      const opened = this.opened[commitment];
      const shown = Object.entries(this.disclosures).filter(([, one]) => one.commitment === commitment);
      return section(
        `List ${short(list.list)}, version ${list.version}, ${this.wording.role(list.role)}, by ${isolated(this.name(list.by))}`,
        h('p', { class: 'id' }, 'Commitment ', h('code', {}, commitment), ` in ${(this.files.get(commitment) ?? []).map(isolated).join(', ')}`),
        h('p', {}, `It says it was signed on ${when(list.iat)}.`),
        this.claims(this.claimsAbout(commitment)),
        opened ? this.entries(`Entries of “${isolated(plain(opened.label))}”`, opened) : null,
        ...shown.map(([id, one]) => this.entries(
          `Entries shown by disclosure ${short(id)}${one.withheld ? '; a restricted part is withheld' : ''}`, one)));
    });
  }

  // A table of entries, some rows at a time.
  entries(caption, { columns, rows }) {
    const title = ({ titles, name }) => titles[this.language] ?? titles.en ?? titles[''] ?? Object.values(titles)[0] ?? name;
    const show = (value) => (value === undefined ? '(withheld)' : value === null ? '' : plain(value));
    const node = table(caption, columns.map((column) => plain(title(column))), []);
    const body = node.querySelector('tbody');
    const more = h('button', { type: 'button', onclick: () => add() });
    let shown = 0;
    const add = () => {
      const next = rows.slice(shown, shown + ROWS);
      shown += next.length;
      body.append(...next.map((row) => tableRow(row.map(show))));
      more.textContent = `Show more: ${this.wording.number(rows.length - shown)} left`;
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
    return rest.length + lost.length ? section('Other statements', this.claims([...rest, ...lost])) : null;
  }

  unproven() {
    const { sentences } = this.wording;
    return section('Not proven by any of this', h('ul', {},
      ...Object.keys(sentences.unproven).filter((code) => this.data.not_proven.includes(code))
        .map((code) => h('li', {}, sentences.unproven[code]))));
  }

  trusted() {
    const { trust, clocks } = this.data;
    if (!trust.length) return null;
    return section('Whom you trust here',
      table('Cards', ['Name on the card', 'Digits'], trust.map(({ name, fingerprint }) => [plain(name), fingerprint])),
      clocks.length ? table('Clocks', ['Operator', 'SHA-256 of certificates'],
        clocks.map(({ name, certificates }) => [plain(name), certificates.join(' ')])) : null);
  }

  inputs() {
    return section('Files', table('What was read', ['File', 'Artefacts', 'SHA-256'],
      this.data.inputs.map(({ name, artefacts, sha256 }) => [plain(name), String(artefacts.length), sha256])));
  }
}

function tableRow(cells, tag = 'td') {
  return h('tr', {}, ...cells.map((text) => h(tag, { dir: 'auto', scope: tag === 'th' ? 'col' : null }, text)));
}

function table(caption, heads, rows) {
  return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), h('thead', {}, tableRow(heads, 'th')),
      h('tbody', {}, ...rows.map((row) => tableRow(row)))));
}
