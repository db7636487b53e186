// The sentences of verdicts, filled in as `swapproto verify` fills them in: the same file for both.

const PLACEHOLDER = /\{([a-z]+):([a-z_]+(?:\.[0-9]+)?)\}/g;

export const when = (seconds) => {
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
};

export const short = (id) => id.slice(0, 12);

// A text between marks that keep its direction from changing that of its surroundings.
export const isolated = (text) => `\u2068${text}\u2069`;

function caseOf(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  const number = Array.isArray(value) ? value.length : value;
  if (number === 0) return 'none';
  if (number === 1) return 'one';
  return typeof number === 'string' ? number : 'other';
}

export class Wording {
  // `name` says what a reader calls the party with a kid.
  constructor(sentences, name) {
    this.sentences = sentences;
    this.name = name;
    const codes = [...Object.keys(sentences.facts), ...Object.keys(sentences.views)];
    this.order = new Map(codes.map((code, i) => [code, i]));
  }

  fill(sentence, values) {
    if (typeof sentence === 'string') {
      return sentence.replace(PLACEHOLDER, (_, kind, key) => this.shown(kind, values[key]));
    }
    if (Array.isArray(sentence)) return sentence.map((part) => this.fill(part, values)).join('');
    const found = caseOf(values[sentence.choose]);
    return this.fill(sentence[Object.hasOwn(sentence, found) ? found : 'other'], values);
  }

  shown(kind, value) {
    const name = (v) => isolated(this.name(v));
    const one = { name, id: short, ids: short, names: name }[kind];
    if (['names', 'ids', 'words'].includes(kind)) return value.map(one ?? ((v) => v)).join(', ');
    if (one) return one(value);
    if (kind === 'number') return this.number(value);
    return kind === 'time' ? when(value) : kind === 'text' ? isolated(String(value)) : String(value);
  }

  number(value) {
    return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, this.sentences.thousands);
  }

  claim({ code, class: kind, by, subject, value, evidence }) {
    const ids = Object.fromEntries(evidence.map((id, i) => [`evidence.${i}`, id]));
    return this.fill(this.sentences[kind === 'fact' ? 'facts' : 'views'][code], { ...value, by, subject, ...ids });
  }

  contradiction({ code, culprit, transferable }) {
    const [what, witnesses] = [this.sentences.contradictions[code], this.sentences.witnesses];
    return [this.fill(what, { culprit }), this.fill(witnesses, { transferable })].filter(Boolean).join('; ');
  }

  role(word) {
    return `${word} (${this.sentences.roles[word] ?? this.sentences.own_role})`;
  }
}
