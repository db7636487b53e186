// The sentences of verdicts, filled in as `swapproto verify` fills them in: the same files for both.
import { HIDDEN } from './forms.mjs';

const PLACEHOLDER = /\{([a-z]+):([a-z_]+(?:\.[0-9]+)?)\}/g;
const SEVERAL = ['names', 'ids', 'words'];
const OF_OTHERS = ['name', 'names', 'text'];

const when = (seconds) => new Date(seconds * 1000).toISOString().replace(/T(.*)\.\d+Z$/, ' $1 UTC');
export const short = (id) => id.slice(0, 12);

// A text between marks that keep its direction from changing that of its surroundings.
export const isolated = (text) => `\u2068${text}\u2069`;
const HIDING = new RegExp(`(?!\n)[${HIDDEN}\\ud800-\\udfff]`, 'gu');

// A text of somebody else's, in which nothing hides.
export const plain = (text) =>
  text.replace(HIDING, (one) => `\\u{${one.codePointAt(0).toString(16).padStart(4, '0')}}`);

export class Wording {
  // `name` says what a reader calls the party with a kid.
  constructor(sentences, language, name = String) {
    Object.assign(this, { sentences, name, plural: new Intl.PluralRules(language) });
    const codes = [...Object.keys(sentences.facts), ...Object.keys(sentences.views)];
    this.order = new Map(codes.map((code, i) => [code, i]));
  }

  fill(sentence, values) {
    if (typeof sentence === 'string') {
      return sentence.replace(PLACEHOLDER, (_, kind, key) => this.shown(kind, values[key]));
    }
    if (Array.isArray(sentence)) return sentence.map((part) => this.fill(part, values)).join('');
    return this.fill(this.chosen(sentence, values[sentence.choose] ?? null), values);
  }

  chosen(sentence, value) {
    const number = Array.isArray(value) ? value.length : value;
    const isNumber = ['number', 'bigint'].includes(typeof number);
    const cases = isNumber ? [`=${number}`, this.plural.select(Number(number)), 'other'] : [String(value), 'other'];
    return sentence[cases.find((one) => Object.hasOwn(sentence, one))];
  }

  shown(kind, value) {
    if (kind === 'said') return String(value);
    const mark = (one, of) => (OF_OTHERS.includes(kind) ? isolated : this.apart)(this.plain(of, one));
    return SEVERAL.includes(kind) ? this.some(value.map((one) => mark(one, kind.slice(0, -1)))) : mark(value, kind);
  }

  plain(kind, value) {
    if (kind === 'name') return this.name(value);
    if (kind === 'id') return short(value);
    if (kind === 'number') return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, this.sentences.thousands);
    return kind === 'time' ? when(value) : String(value);
  }

  label = (code, values = {}, section = 'labels') => this.fill(this.sentences[section][code], values);
  page = (code, values) => this.label(code, values, 'page');
  count = (what, number) => this.label(what, { number }, 'counted');
  number = (value) => this.shown('number', value);
  role = (word) => `${isolated(word)} (${this.sentences.roles[word] ?? this.sentences.own_role})`;

  // The text at a place of the section `report`, as `cells.absent`.
  report(place, values = {}) {
    return this.fill(place.split('.').reduce((sentences, key) => sentences[key], this.sentences.report), values);
  }

  // A value of this program's own, apart from the direction of the text around it where that is from right to left.
  apart = (text) => (this.sentences.dir === 'rtl' ? isolated(text) : text);
  when = (seconds) => this.apart(when(seconds));

  // Several texts as one, as "North, South and West".
  joined(texts) {
    const most = texts.slice(0, -1).join(this.sentences.comma);
    return texts.length < 2 ? texts.join() : this.label('and', { most, last: texts.at(-1) });
  }

  // The first of `total` texts, and how many more there are.
  some(texts, total = texts.length) {
    const shown = texts.join(this.sentences.comma);
    return total > texts.length ? this.label('more', { shown, more: total - texts.length }) : shown;
  }

  claim({ code, class: kind, by, subject, value, evidence }) {
    const ids = Object.fromEntries(evidence.map((id, i) => [`evidence.${i}`, id]));
    return this.label(code, { ...value, by, subject, ...ids }, kind === 'fact' ? 'facts' : 'views');
  }

  contradiction({ code, culprit, transferable }) {
    const what = this.label(code, { culprit }, 'contradictions');
    return [what, this.fill(this.sentences.witnesses, { transferable })].filter(Boolean).join('; ');
  }
}
