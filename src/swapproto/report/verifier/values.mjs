// The values of entries as a letter shows them: dates in words, closed values by their titles, texts as they are.

const PARTIAL = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)$/;
const DATETIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-]\d\d):?(\d\d))$/;
const CERTAINTIES = { '?': 'uncertain', '~': 'approximate', '%': 'uncertain-approximate' };

export class Values {
  // `known` has the titles of closed values (`values`), which fields are `countries`, and `alpha_2` codes of these.
  constructor(known, wording, language) {
    Object.assign(this, known, { wording, language });
  }

  // What a value of a column means, where that is another text than it is itself; or null.
  words(column, value) {
    const words = this.meaning(column, value) ?? value;
    return words === value ? null : words;
  }

  meaning({ name, type }, value) {
    if (type === 'boolean') return { true: this.letter('yes'), false: this.letter('no') }[value];
    if (type === 'date' || type === 'partialdate') return this.date(value);
    if (type === 'datetime') return this.moment(value);
    const titles = this.values[name]?.[value];
    const isCountry = this.countries.includes(name) && Object.hasOwn(this.alpha_2, value);
    const country = () => new Intl.DisplayNames(this.language, { type: 'region' }).of(this.alpha_2[value]);
    return titles ? titles[this.language] : isCountry ? country() : null;
  }

  letter = (code, values) => this.wording.label(code, values, 'letter');

  // A day, month or year, and how certain it is; null where there is no such day.
  date(text) {
    const [, year, month, day, certainty] = PARTIAL.exec(text) ?? [];
    const iso = `${year}-${month ?? '01'}-${day ?? '01'}`;
    if (!year || new Date(Date.parse(iso) || 0).toISOString().slice(0, 10) !== iso) return null;
    const form = day ? { dateStyle: 'long' } : { year: 'numeric', month: 'long' };
    const format = new Intl.DateTimeFormat(`${this.language}-u-ca-gregory-nu-latn`, { ...form, timeZone: 'UTC' });
    const date = month ? format.format(new Date(iso)) : year;
    return certainty ? this.letter(CERTAINTIES[certainty], { date }) : date;
  }

  moment(text) {
    const [, day, time, hours, minutes] = DATETIME.exec(text) ?? [];
    const zone = hours && Number(hours + minutes) ? `UTC${hours}${minutes}` : 'UTC';
    return day && this.date(day) ? `${this.date(day)}, ${time} ${zone}` : null;
  }
}
