// The values of entries as a letter shows them: dates in words, closed values by their titles, texts as they are.

const PARTIAL = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)$/;
const TIME = /^[T ]((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))(?:\.\d+)?(?:Z|([+-](?:[01]\d|2[0-3])):([0-5]\d))$/i;
const CERTAINTIES = { '?': 'uncertain', '~': 'approximate', '%': 'uncertain-approximate' };

export class Values {
  // `known` has the titles of closed values (`values`), which fields are `countries`, and `alpha_2` codes of these.
  constructor(known, wording, language) {
    Object.assign(this, known, { wording, language });
  }

  // What a value of a column means, where it has the form of its type (6.1) and is another text than itself; or null.
  words(column, value) {
    const words = this.meaning(column, value) ?? value;
    return words === value ? null : words;
  }

  meaning({ name, type }, value) {
    const at = (map, key) => (Object.hasOwn(map, key) ? map[key] : null);
    if (type === 'boolean') return at({ true: this.letter('yes'), false: this.letter('no') }, value);
    if (type === 'date') return value.length === 10 ? this.date(value) : null;
    if (type === 'partialdate') return this.date(value);
    if (type === 'datetime') return this.moment(value);
    const titles = at(at(this.values, name) ?? {}, value);
    const country = this.countries.includes(name) && at(this.alpha_2, value);
    return titles?.[this.language]
      ?? (country ? new Intl.DisplayNames(this.language, { type: 'region' }).of(country) : null);
  }

  letter = (code, values) => this.wording.label(code, values, 'letter');

  // A day, month or year, and how certain it is; null where there is no such day.
  date(text) {
    const [, year, month, day, certainty] = PARTIAL.exec(text) ?? [];
    const iso = `${year}-${month ?? '01'}-${day ?? '01'}`;
    if (!Number(year) || new Date(Date.parse(iso) || 0).toISOString().slice(0, 10) !== iso) return null;
    const form = day ? { dateStyle: 'long' } : { year: 'numeric', month: 'long' };
    const format = new Intl.DateTimeFormat(`${this.language}-u-ca-gregory-nu-latn`, { ...form, timeZone: 'UTC' });
    const date = month ? format.format(new Date(iso)) : year;
    return certainty ? this.letter(CERTAINTIES[certainty], { date }) : date;
  }

  moment(text) {
    const [day, [, time, hours, minutes]] = [text.slice(0, 10), TIME.exec(text.slice(10)) ?? []];
    const [date, zone] = [time && this.meaning({ type: 'date' }, day), Number(hours + minutes) ? hours + minutes : ''];
    return date ? `${date}, ${time} UTC${zone}` : null;
  }
}
