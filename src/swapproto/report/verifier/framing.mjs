// Finding artefacts in a file (section 3.2).

import { concat, concatAll, fail, indexOf, startsWith, unhex, utf8 } from './bytes.mjs';
import { measure } from './cbor.mjs';
import { BEGIN, blocksOf, findBlocks, fromUtf16, hasWideWords } from './armor.mjs';

export const FILE_LIMIT = 2 ** 30;
const LISTED = 1000;
const STATEMENT_KID = unhex('a40132045820');
const STATEMENT_CLAIMS = unhex('0fa301');
const FIXED = [
  unhex('d8608451a20103054c' + '00'.repeat(12) + 'a0'),
  concat(unhex('da53574150846a'), utf8('disclosure'), unhex('5820')),
  concat(unhex('da535741508365'), utf8('stamp'), unhex('5820')),
];
const STATEMENT_LENGTH = 45;

// The length of the beginning of an artefact at this offset, or 0.
function beginningAt(bytes, at) {
  if (bytes[at] === 0xd2) {
    const found = bytes[at + 1] === 0x84 && bytes[at + 2] === 0x58 && bytes[at + 3] >= 0x80 &&
      startsWith(bytes, STATEMENT_KID, at + 4) && startsWith(bytes, STATEMENT_CLAIMS, at + 42);
    return found ? STATEMENT_LENGTH : 0;
  }
  return FIXED.find((beginning) => startsWith(bytes, beginning, at))?.length ?? 0;
}

// All beginnings, as [offset, length].
function beginnings(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at];
    if (first !== 0xd2 && first !== 0xd8 && first !== 0xda) continue;
    const length = beginningAt(bytes, at);
    if (length) found.push([at, length]);
  }
  return found;
}

const mostHeads = (length) => 4096 + Math.floor(length / 7);

// Find the end of the artefact at `at` within its reach: its end, or the code of what is none.
function frameItem(bytes, at, end) {
  const found = measure(bytes, at, end, { deepest: 16, heads: mostHeads(end - at) });
  if (!found.code && found.heads > mostHeads(found.end - at)) return { code: 'too-large' };
  return found;
}

// The tag of the first head, in whatever form it is, or null.
export function firstTag(bytes) {
  if (bytes[0] >> 5 !== 6) return null;
  const info = bytes[0] & 31;
  if (info < 24) return info;
  let tag = 0;
  for (let i = 1; i <= 1 << (info - 24); i++) tag = tag * 256 + bytes[i];
  return tag;
}

// Steps 1 and 2: artefacts and rejected pieces as [start, end, code or null], and the stretches between them.
function framePieces(bytes) {
  const found = beginnings(bytes);
  const pieces = [];
  const stretches = [];
  let done = 0;
  found.forEach(([at], i) => {
    if (at > done) stretches.push([done, at]);
    const next = found[i + 1];
    const reach = next ? next[0] + next[1] - 1 : bytes.length;
    const item = frameItem(bytes, at, reach);
    const end = item.code ? (next ? next[0] : bytes.length) : item.end;
    pieces.push([at, end, item.code ?? null]);
    done = Math.max(done, end);
  });
  if (bytes.length > done) stretches.push([done, bytes.length]);
  return { pieces, stretches, any: found.length > 0 };
}

const UTF8_MARK = unhex('efbbbf');
const LITTLE_MARK = unhex('fffe');
const BIG_MARK = unhex('feff');

function isText(bytes) {
  const first = bytes[0];
  if ((first >= 32 && first < 127) || first === 9 || first === 10 || first === 13) return true;
  if ([UTF8_MARK, LITTLE_MARK, BIG_MARK].some((mark) => startsWith(bytes, mark))) return true;
  return indexOf(bytes, BEGIN) >= 0 || hasWideWords(bytes);
}

// Whether a text is rejected; `blocks` are its sound ones.
function isBadText(bytes, blocks) {
  if (!blocks.length || findBlocks(bytes).stray) return true;
  const little = startsWith(bytes, LITTLE_MARK);
  return (little || startsWith(bytes, BIG_MARK)) && findBlocks(fromUtf16(bytes, 0, little)).stray;
}

// Step 4, of what is no text: items, as far as they are well-formed, and no more than so many; `read` gives their codes.
function splitStretch(bytes, start, end, limit, read) {
  const rejected = [];
  const most = mostHeads(end - start);
  let heads = 0;
  for (let at = start; at < end && rejected.length < limit; ) {
    const item = measure(bytes, at, end, { deepest: 16, heads: most - heads });
    if (item.code) {
      rejected.push([at, end, item.code]);
      break;
    }
    heads += item.heads;
    rejected.push([at, item.end, read(bytes.subarray(at, item.end))]);
    at = item.end;
  }
  return rejected;
}

// Frame a file. Return `artefacts` and `rejected`, arrays of { offset, bytes, code }, and whether an item was framed.
// `codeOf` gives the code that reading an item has, or null.
export function frame(file, codeOf) {
  if (file.length > FILE_LIMIT) fail('too-large');
  let artefacts = [];
  let rejected = [];
  let framed = false;
  let left = LISTED;
  const read = (item) => {
    framed = true;
    if (![18, 96, 1398227280].includes(firstTag(item))) return 'artefact-unknown';
    return codeOf(item) ?? 'statement-malformed';
  };
  // The pieces of the file, or of the contents of its armor; `refuse` gives those of a stretch that step 4 rejects.
  const add = (bytes, { pieces, stretches }, refuse) => {
    const bad = pieces.filter(([, , code]) => code);
    for (const [start, end] of stretches) {
      if (left === 0) break;
      const refused = refuse(start, end);
      left -= refused.length;
      bad.push(...refused);
    }
    const piece = ([start, end, code]) => ({ offset: start, bytes: bytes.subarray(start, end), code });
    artefacts = artefacts.concat(pieces.filter(([, , code]) => !code).map(piece));
    rejected = rejected.concat(bad.sort((a, b) => a[0] - b[0]).map(piece));
  };
  const own = framePieces(file);
  const blocks = blocksOf(file);
  add(file, own, (start, end) => {
    const stretch = file.subarray(start, end);
    if (!isText(stretch)) return splitStretch(file, start, end, left, read);
    const isBad = isBadText(stretch, stretch.length === file.length ? blocks : blocksOf(stretch));
    return isBad ? [[start, end, 'armor-malformed']] : [];
  });
  const contents = concatAll(blocks);
  add(contents, framePieces(contents), (start, end) => (own.any ? [] : splitStretch(contents, start, end, left, read)));
  return { artefacts, rejected, framed: framed || artefacts.length > 0 };
}

const framedBefore = new WeakMap();

// The same, once for each file: the page looks for cards first, and then assesses.
export function frameOnce(file, codeOf) {
  if (!framedBefore.has(file)) framedBefore.set(file, frame(file, codeOf));
  return framedBefore.get(file);
}
