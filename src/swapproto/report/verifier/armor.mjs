// Armor (section 3.3), and the five readings of a file in which 3.2, step 3, looks for it.
import { base64, concatAll, decodeBase64, equal, fail, hex, indexOf, startsWith, unhex, utf8 } from './bytes.mjs';
import { sha256 } from './hashes.mjs';

const BEGIN = utf8('-----BEGIN SWAPPROTO-----');
const END = utf8('-----END SWAPPROTO-----');
export const UTF8_MARK = unhex('efbbbf');
const [QUOTE, NO_CHARACTER] = [62, 0xff];
const isSpace = (byte) => byte === 32 || (byte >= 9 && byte <= 13);

export function writeArmor(bytes) {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN SWAPPROTO-----', ...lines, '-----END SWAPPROTO-----', ''].join('\n');
}

// The lines of a text that are not empty, without what 3.3, step 1, removes.
function* linesOf(text) {
  for (let at = startsWith(text, UTF8_MARK) ? 3 : 0, end; at < text.length; at = end + 1) {
    end = text.indexOf(10, at);
    if (end < 0) end = text.length;
    let [from, to] = [at, end];
    while (from < to && (isSpace(text[from]) || text[from] === QUOTE)) from++;
    while (to > from && isSpace(text[to - 1])) to--;
    if (from < to) yield text.subarray(from, to);
  }
}

const endsWith = (line, words) => startsWith(line, words, line.length - words.length);

// What blocks of a text hold, joined, and where each ends in it. The lines of one block are put together in a buffer.
class Blocks {
  constructor(text) {
    this.base64 = new Uint8Array(text.length);
    this.filled = 0;
    this.bytes = new Uint8Array(text.length);
    this.ends = [];
  }

  get joined() {
    return this.bytes.subarray(0, this.ends.at(-1) ?? 0);
  }

  take(line) {
    this.base64.set(line, this.filled);
    this.filled += line.length;
  }

  end() {
    const { length } = this.joined;
    const size = decodeBase64(this.base64.subarray(0, this.filled), this.bytes, length);
    if (size >= 0) this.ends.push(length + size);
    return size >= 0;
  }
}

// Read a text as 3.3 does: the contents of its blocks, joined.
export function readArmor(text) {
  const blocks = new Blocks(text);
  let isOpen = false;
  for (const line of linesOf(text)) {
    const [begins, ends] = [equal(line, BEGIN), equal(line, END)];
    if ((begins && isOpen) || (ends && !(isOpen && blocks.end()))) fail('armor-malformed');
    if (begins || ends) {
      isOpen = begins;
      blocks.filled = 0;
    } else if (isOpen) {
      blocks.take(line);
    }
  }
  if (isOpen || !blocks.ends.length) fail('armor-malformed');
  return blocks.joined;
}

// Look for blocks as 3.2, step 3, does: the sound ones, and whether a line of an end is `stray`.
export function findBlocks(text) {
  const has = indexOf(text, BEGIN) >= 0 || indexOf(text, END) >= 0;
  const blocks = new Blocks(has ? text : []);
  let stray = false;
  let open = null; // 'alone' or 'behind' other words
  for (const line of has ? linesOf(text) : []) {
    const ends = startsWith(line, END);
    if (ends) {
      const isSound = open !== null && blocks.end();
      stray ||= !isSound && (open === 'alone' || equal(line, END));
      open = null;
    }
    if (endsWith(line, BEGIN)) {
      stray ||= open === 'alone';
      open = equal(line, BEGIN) ? 'alone' : 'behind';
      blocks.filled = 0;
    } else if (open && !ends) {
      blocks.take(line);
    }
  }
  return { blocks, stray: stray || open === 'alone' };
}

// What is decoded from UTF-16 from this byte on, as bytes: a unit above ASCII is no character that armor has.
export function fromUtf16(bytes, start, little) {
  const text = new Uint8Array(Math.max(0, (bytes.length - start) >> 1));
  for (let i = 0; i < text.length; i++) {
    const at = start + 2 * i;
    const [low, high] = little ? [bytes[at], bytes[at + 1]] : [bytes[at + 1], bytes[at]];
    text[i] = high || low > 127 ? NO_CHARACTER : low;
  }
  const marked = text.length && bytes[start + (little ? 0 : 1)] === 0xff && bytes[start + (little ? 1 : 0)] === 0xfe;
  return marked ? text.subarray(1) : text;
}

const UTF16 = [[0, true], [1, true], [0, false], [1, false]];
const WIDE = Uint8Array.from(BEGIN).reduce((wide, byte) => [...wide, 0, byte], []).slice(1);

// Whether the words of the begin line are there in UTF-16, in either order of bytes; and whether in any way.
export const hasWideWords = (bytes) => indexOf(bytes, WIDE) >= 0;
export const hasWords = (bytes) => indexOf(bytes, BEGIN) >= 0 || hasWideWords(bytes);

// What all sound blocks in the five readings of a file hold, each where it is first: joined, and whether there are any.
export function contentsOf(bytes) {
  if (!hasWideWords(bytes)) {
    const { blocks } = findBlocks(bytes);
    return { contents: blocks.joined, any: blocks.ends.length > 0 };
  }
  const all = [];
  const seen = new Map();
  [null, ...UTF16].forEach((way, number) => {
    const { blocks } = findBlocks(way ? fromUtf16(bytes, ...way) : bytes);
    blocks.ends.forEach((end, i) => {
      const content = blocks.bytes.subarray(blocks.ends[i - 1] ?? 0, end);
      const name = hex(sha256(content));
      if (!seen.has(name)) seen.set(name, number);
      if (seen.get(name) === number) all.push(content);
    });
  });
  return { contents: concatAll(all), any: all.length > 0 };
}
