// Finding artefacts in a file (section 3.2).

import { concat, fail, startsWith, unhex, utf8 } from './bytes.mjs';
import { measure } from './cbor.mjs';
import { SWAP } from './forms.mjs';
import { UTF8_MARK, contentsOf, findBlocks, fromUtf16, hasWords } from './armor.mjs';

export const FILE_LIMIT = 2 ** 30;
export const LISTED = 1000;
const [STATEMENT_KID, STATEMENT_CLAIMS] = ['a40132045820', '0fa301'].map(unhex);
const FIXED = [
  unhex('d8608451a20103054c' + '00'.repeat(12) + 'a0'),
  concat(unhex('da53574150846a'), utf8('disclosure'), unhex('5820')),
  concat(unhex('da535741508365'), utf8('stamp'), unhex('5820')),
];
const STATEMENT_LENGTH = 45;
const [LITTLE_MARK, BIG_MARK] = ['fffe', 'feff'].map(unhex);

// The length of the beginning of an artefact at this offset, or 0.
function beginningAt(bytes, at) {
  if (bytes[at] !== 0xd2) return FIXED.find((beginning) => startsWith(bytes, beginning, at))?.length ?? 0;
  const found = bytes[at + 1] === 0x84 && bytes[at + 2] === 0x58 && bytes[at + 3] >= 0x80 &&
    startsWith(bytes, STATEMENT_KID, at + 4) && startsWith(bytes, STATEMENT_CLAIMS, at + 42);
  return found ? STATEMENT_LENGTH : 0;
}

// All beginnings, one after the other, as [offset, length].
function* beginnings(bytes) {
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at];
    const length = first === 0xd2 || first === 0xd8 || first === 0xda ? beginningAt(bytes, at) : 0;
    if (length) yield [at, length];
  }
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
  const size = info < 24 ? 0 : 1 << (info - 24);
  return size ? bytes.subarray(1, 1 + size).reduce((tag, byte) => tag * 256 + byte, 0) : info;
}

// A piece of a file; `code` is null for an artefact, and `framed` says whether it is a well-formed item.
const piece = (bytes, offset, end, code, framed = !code) =>
  ({ offset, bytes: bytes.subarray(offset, end), code, framed });

// Steps 1 and 2: the pieces in their order, with what `refuse` gives of the stretches between them. Returns whether the
// bytes have a beginning.
function* framePieces(bytes, refuse) {
  const found = beginnings(bytes);
  let any = false;
  let done = 0;
  for (let here = found.next().value; here; ) {
    const [at] = here;
    const next = found.next().value;
    any = true;
    if (at > done) yield* refuse(done, at);
    const item = frameItem(bytes, at, next ? next[0] + next[1] - 1 : bytes.length);
    const end = item.code ? next?.[0] ?? bytes.length : item.end;
    yield piece(bytes, at, end, item.code ?? null);
    done = Math.max(done, end);
    here = next;
  }
  if (bytes.length > done) yield* refuse(done, bytes.length);
  return any;
}

function isText(bytes) {
  const [first] = bytes;
  return (first >= 32 && first < 127) || [9, 10, 13].includes(first) || hasWords(bytes) ||
    [UTF8_MARK, LITTLE_MARK, BIG_MARK].some((mark) => startsWith(bytes, mark));
}

// Whether a file is meant to be read at all: it has a beginning, or is a text with a block.
export const isMeant = (bytes) => !beginnings(bytes).next().done || (isText(bytes) && hasWords(bytes));

// Whether a text is rejected; `any` says whether it has sound blocks.
function isBadText(bytes, any) {
  if (!any || findBlocks(bytes).stray) return true;
  const little = startsWith(bytes, LITTLE_MARK);
  return (little || startsWith(bytes, BIG_MARK)) && findBlocks(fromUtf16(bytes, 0, little)).stray;
}

const codeOfOther = (item, codeOf) =>
  ([18, 96, SWAP].includes(firstTag(item)) ? codeOf(item) ?? 'statement-malformed' : 'artefact-unknown');

// Step 4, of what is no text: items, as far as they are well-formed.
function* splitStretch(bytes, start, end, codeOf) {
  const most = mostHeads(end - start);
  let heads = 0;
  for (let at = start; at < end; ) {
    const item = measure(bytes, at, end, { deepest: 16, heads: most - heads });
    const whole = bytes.subarray(at, item.end);
    yield piece(bytes, at, item.end ?? end, item.code ?? codeOfOther(whole, codeOf), !item.code);
    if (item.code) return;
    heads += item.heads;
    at = item.end;
  }
}

// Frame a file: yield its pieces in their order, those of its armor last. `codeOf` gives the code that reading an item
// has, or null.
export function* frame(file, codeOf) {
  if (file.length > FILE_LIMIT) fail('too-large');
  let left = LISTED; // step 5
  for (const one of allPieces(file, codeOf, () => left > 0)) {
    if (one.code && left === 0) continue;
    if (one.code) left -= 1;
    yield one;
  }
}

function* allPieces(file, codeOf, wanted) {
  const listed = function* (pieces) {
    for (const one of pieces) {
      yield one;
      if (!wanted()) return;
    }
  };
  const armor = contentsOf(file);
  const any = yield* framePieces(file, function* (start, end) {
    if (!wanted()) return;
    const stretch = file.subarray(start, end);
    if (!isText(stretch)) yield* listed(splitStretch(file, start, end, codeOf));
    else if (isBadText(stretch, (stretch.length === file.length ? armor : contentsOf(stretch)).any)) {
      yield* listed([piece(file, start, end, 'armor-malformed')]);
    }
  });
  const { contents } = armor;
  yield* framePieces(contents, function* (start, end) {
    if (!any && wanted()) yield* listed(splitStretch(contents, start, end, codeOf));
  });
}
