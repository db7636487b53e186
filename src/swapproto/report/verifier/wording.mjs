// The sentences of verdicts, filled in as `swapproto verify` fills them in: the same files for both.

const PLACEHOLDER = /\{([a-z]+):([a-z_]+(?:\.[0-9]+)?)\}/g;
const SEVERAL = ['names', 'ids', 'words'];
const OF_OTHERS = ['name', 'names', 'text'];

export const when = (seconds) => {
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
};

export const short = (id) => id.slice(0, 12);

// A text between marks that keep its direction from changing that of its surroundings.
export const isolated = (text) => `\u2068${text}\u2069`;

export class Wording {
  // `name` says what a reader calls the party with a kid.
  constructor(sentences, language, name = String) {
    this.sentences = sentences;
    this.name = name;
    this.plural = new Intl.PluralRules(language);
    this.order = new Map([...Object.keys(sentences.facts), ...Object.keys(sentences.views)].map((code, i) => [code, i]));
  }

  fill(sentence, values) {
    if (typeof sentence === 'string') {
      return sentence.replace(PLACEHOLDER, (_, kind, key) => this.shown(kind, values[key]));
    }
    if (Array.isArray(sentence)) return sentence.map((part) => this.fill(part, values)).join('');
    return this.fill(this.chosen(sentence, values[sentence.choose] ?? null), values);
  }

  // A number takes the case of exactly that number, or of its plural category.
  chosen(sentence, value) {
    const number = Array.isArray(value) ? value.length : value;
    const isNumber = ['number', 'bigint'].includes(typeof number);
    const cases = isNumber ? [`=${number}`, this.plural.select(Number(number)), 'other'] : [String(value), 'other'];
    return sentence[cases.find((one) => Object.hasOwn(sentence, one))];
  }

  shown(kind, value) {
    if (kind === 'said') return String(value);
    const isApart = OF_OTHERS.includes(kind) || this.sentences.dir === 'rtl';
    const mark = (one, of) => (isApart ? isolated(this.plain(of, one)) : this.plain(of, one));
    return SEVERAL.includes(kind) ? this.joined(value.map((one) => mark(one, kind.slice(0, -1)))) : mark(value, kind);
  }

  plain(kind, value) {
    if (kind === 'name') return this.name(value);
    if (kind === 'id') return short(value);
    if (kind === 'number') return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, this.sentences.thousands);
    return kind === 'time' ? when(value) : String(value);
  }

  label(code, values = {}, section = 'labels') {
    return this.fill(this.sentences[section][code], values);
  }

  page = (code, values) => this.label(code, values, 'page');
  number = (value) => this.shown('number', value);
  joined = (texts) => texts.join(this.sentences.comma);
  role = (word) => `${isolated(word)} (${this.sentences.roles[word] ?? this.sentences.own_role})`;

  claim({ code, class: kind, by, subject, value, evidence }) {
    const ids = Object.fromEntries(evidence.map((id, i) => [`evidence.${i}`, id]));
    return this.label(code, { ...value, by, subject, ...ids }, kind === 'fact' ? 'facts' : 'views');
  }

  contradiction({ code, culprit, transferable }) {
    const what = this.label(code, { culprit }, 'contradictions');
    return [what, this.fill(this.sentences.witnesses, { transferable })].filter(Boolean).join('; ');
  }

}
