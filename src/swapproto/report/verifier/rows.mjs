// Ordering, grouping and de-duplicating rows of data.

export function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

// Null comes before everything else.
const order = (a, b) => (a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1);
const part = (row, key) => (typeof key === 'function' ? key(row) : row[key]);
export const unique = (values) => [...new Set(values)];
export const byKeys = (...keys) => (a, b) => keys.reduce((sign, key) => sign || order(part(a, key), part(b, key)), 0);
export const distinctRows = (rows) => [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
