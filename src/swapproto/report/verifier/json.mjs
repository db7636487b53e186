// JSON with integers up to 64 bits, which JSON.parse would round.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const MARK = '\u0000integer:';

export function parseJson(text) {
  const marked = text.replace(TOKEN, (token) => (token[0] === '"' ? token : JSON.stringify(MARK + token)));
  return JSON.parse(marked, (key, value) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    const integer = BigInt(value.slice(MARK.length));
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  });
}

export function printJson(value) {
  const text = JSON.stringify(value, (key, content) => (typeof content === 'bigint' ? MARK + content : content));
  return text.replaceAll(/"\\u0000integer:(-?\d+)"/g, '$1');
}
