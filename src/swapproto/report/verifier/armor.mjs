// Armor (section 3.3), and the five readings of a file in which 3.2, step 3, looks for it.

import { base64, concatAll, equal, fail, hex, indexOf, unbase64, utf8 } from './bytes.mjs';
import { sha256 } from './sha2.mjs';

export const BEGIN = utf8('-----BEGIN SWAPPROTO-----');
export const END = utf8('-----END SWAPPROTO-----');
const QUOTE = 62;
const NO_CHARACTER = 0xff;

const isSpace = (byte) => byte === 32 || (byte >= 9 && byte <= 13);

export function writeArmor(bytes) {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN SWAPPROTO-----', ...lines, '-----END SWAPPROTO-----', ''].join('\n');
}

// Where the lines of a text are, without what 3.3, step 1, removes.
function* linesOf(text) {
  let at = text.length > 2 && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
  while (at < text.length) {
    let end = text.indexOf(10, at);
    if (end < 0) end = text.length;
    let from = at;
    let to = end;
    while (from < to && (isSpace(text[from]) || text[from] === QUOTE)) from++;
    while (to > from && isSpace(text[to - 1])) to--;
    yield text.subarray(from, to);
    at = end + 1;
  }
}

const endsWith = (line, words) => line.length >= words.length && equal(line.subarray(line.length - words.length), words);
const beginsWith = (line, words) => line.length >= words.length && equal(line.subarray(0, words.length), words);

// Read a text as 3.3 does: the contents of its blocks, joined.
export function readArmor(text) {
  const contents = [];
  let lines = null;
  for (const line of linesOf(text)) {
    if (equal(line, BEGIN)) {
      if (lines) fail('armor-malformed');
      lines = [];
    } else if (equal(line, END)) {
      if (!lines) fail('armor-malformed');
      contents.push(unbase64(concatAll(lines)) ?? fail('armor-malformed'));
      lines = null;
    } else if (lines) {
      lines.push(line);
    }
  }
  if (lines || !contents.length) fail('armor-malformed');
  return concatAll(contents);
}

// Look for blocks as 3.2, step 3, does: the contents of the sound ones, and whether a begin line or an end line
// that is alone on its line is not that of a sound block.
export function findBlocks(text) {
  const contents = [];
  if (indexOf(text, BEGIN) < 0 && indexOf(text, END) < 0) return { contents, stray: false };
  let stray = false;
  let open = null;
  for (const line of linesOf(text)) {
    if (beginsWith(line, END)) {
      const content = open && unbase64(concatAll(open.lines));
      if (content) contents.push(content);
      else if (open?.alone) stray = true;
      if (equal(line, END) && !content) stray = true;
      open = null;
    }
    if (endsWith(line, BEGIN)) {
      if (open?.alone) stray = true;
      open = { alone: equal(line, BEGIN), lines: [] };
    } else if (open && !beginsWith(line, END)) {
      open.lines.push(line);
    }
  }
  return { contents, stray: stray || Boolean(open?.alone) };
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

// Whether the words of the begin line are there in UTF-16, in either order of bytes.
export const hasWideWords = (bytes) => indexOf(bytes, WIDE) >= 0;

// The contents of all sound blocks in the five readings of a file, in their order, each where it is first.
export function blocksOf(bytes) {
  if (!hasWideWords(bytes)) return findBlocks(bytes).contents;
  const all = [];
  const seen = new Map();
  const readings = [() => bytes, ...UTF16.map(([start, little]) => () => fromUtf16(bytes, start, little))];
  readings.forEach((reading, number) => {
    for (const content of findBlocks(reading()).contents) {
      const name = hex(sha256(content));
      if (!seen.has(name)) seen.set(name, number);
      if (seen.get(name) === number) all.push(content);
    }
  });
  return all;
}

