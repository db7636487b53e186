// Finding artefacts in a file (3.2), reading one alone (12.1, step 1), and checking a disclosure (10.2).
import { UTF8_MARK, contentsOf, findBlocks, fromUtf16, hasWords } from './armor.mjs';
import { attempt, concat, equal, fail, startsWith, unhex, utf8 } from './bytes.mjs';
import { decode, measure } from './cbor.mjs';
import { leafOf, readEnvelope, restrictedDigest, rootFromProof } from './envelope.mjs';
import {
  MOST_ENTRIES, SWAP, arrayOf, ascending, bytesFrom, integerFrom, isBytes, isId, oneOf, orNull, readPart, tupleOf,
  untag,
} from './forms.mjs';
import { contextOf } from './keys.mjs';
import { readStatement } from './statements.mjs';

export const FILE_LIMIT = 2 ** 30;
export const LISTED = 1000;
const [STATEMENT_KID, STATEMENT_CLAIMS] = ['a40132045820', '0fa301'].map(unhex);
const STAMP = concat(unhex('da535741508365'), utf8('stamp'), unhex('5820'));
const DISCLOSURE = concat(unhex('da53574150846a'), utf8('disclosure'), unhex('5820'));
const FIXED = [unhex('d8608451a20103054c' + '00'.repeat(12) + 'a0'), DISCLOSURE, STAMP];
const STATEMENT_LENGTH = 45;
const [LITTLE_MARK, BIG_MARK] = ['fffe', 'feff'].map(unhex);

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
  return !found.code && found.heads > mostHeads(found.end - at) ? { code: 'too-large' } : found;
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

// Steps 1 and 2: the pieces, with what `refuse` gives of stretches between. Returns whether there is any piece.
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

function isBadText(bytes, any) {
  if (!any || findBlocks(bytes).stray) return true;
  const little = startsWith(bytes, LITTLE_MARK);
  return (little || startsWith(bytes, BIG_MARK)) && findBlocks(fromUtf16(bytes, 0, little)).stray;
}

const codeOfOther = (item) =>
  ([18, 96, SWAP].includes(firstTag(item)) ? codeOfItem(item) ?? 'statement-malformed' : 'artefact-unknown');

// Step 4, of what is no text: items, as far as they are well-formed.
function* splitStretch(bytes, start, end) {
  const most = mostHeads(end - start);
  let heads = 0;
  for (let at = start; at < end; ) {
    const item = measure(bytes, at, end, { deepest: 16, heads: most - heads });
    const whole = bytes.subarray(at, item.end);
    yield piece(bytes, at, item.end ?? end, item.code ?? codeOfOther(whole), !item.code);
    if (item.code) return;
    heads += item.heads;
    at = item.end;
  }
}

// Frame a file: yield its pieces in their order, those of its armor last.
export function* frame(file) {
  if (file.length > FILE_LIMIT) fail('too-large');
  let left = LISTED; // step 5
  for (const one of allPieces(file, () => left > 0)) {
    if (!one.code || left-- > 0) yield one;
  }
}

function* allPieces(file, wanted) {
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
    if (!isText(stretch)) yield* listed(splitStretch(file, start, end));
    else if (isBadText(stretch, (stretch.length === file.length ? armor : contentsOf(stretch)).any)) {
      yield* listed([piece(file, start, end, 'armor-malformed')]);
    }
  });
  const { contents } = armor;
  yield* framePieces(contents, function* (start, end) {
    if (!any && wanted()) yield* listed(splitStretch(contents, start, end));
  });
}

const isStamp = tupleOf(oneOf('stamp'), isId, bytesFrom(256, 32768));
const isRestricted = (value) => isId(value) || tupleOf(isId, isBytes)(value);
const isItem = tupleOf(integerFrom(0, MOST_ENTRIES - 1), isId, isBytes, orNull(isRestricted));
const isDisclosure = tupleOf(oneOf('disclosure'), isId, arrayOf(1, MOST_ENTRIES, isItem), arrayOf(0, Infinity, isId));

// 18.1.
function readStamp(bytes) {
  const [, target, token] = untag(SWAP, isStamp, decode(bytes, 8)) ?? fail('stamp-malformed');
  return { bytes, target, token };
}

// 10.2, step 1, as far as it needs no commitment.
export function readDisclosure(bytes) {
  const [, commitment, items, proof] = untag(SWAP, isDisclosure, decode(bytes, 8)) ?? fail('disclosure-malformed');
  if (items.some(([position], i) => i && items[i - 1][0] >= position)) fail('disclosure-malformed');
  return { bytes, commitment, items, proof };
}

export function readArtefact(bytes) {
  const tag = firstTag(bytes);
  if (tag === 18) return { type: 'statement', ...readStatement(bytes) };
  if (tag === 96) return { type: 'envelope', ...readEnvelope(bytes) };
  if (startsWith(bytes, STAMP)) return { type: 'stamp', ...readStamp(bytes) };
  return { type: 'disclosure', ...readDisclosure(bytes) };
}

export const codeOfItem = (bytes) => attempt(() => readArtefact(bytes)).code;

// All steps of 10.2: the items with their parts as they are encoded and as they are read.
export function checkDisclosure(commitment, disclosure) {
  const { body, id, kid } = commitment;
  const { items, proof } = disclosure;
  if (items.at(-1)[0] >= body.count) fail('disclosure-malformed');
  if (!equal(disclosure.commitment, id)) fail('commitment-missing');
  const context = contextOf(kid, body);
  const shown = items.map((item) => readItem(context, item));
  const leaves = shown.map((item) => item.leaf);
  const root = ascending(leaves) && rootFromProof(body.count, items.map(([position]) => position), leaves, proof);
  return root && equal(root, body.root) ? shown : fail('proof-invalid');
}

function readItem(context, [position, salt, entry, second]) {
  const part = readPart(entry) ?? fail('entry-invalid');
  const [itsSalt, restricted] = Array.isArray(second) ? second : [];
  const hidden = restricted ? readPart(restricted) ?? fail('entry-invalid') : null;
  if (hidden && [...hidden.keys()].some((name) => part.has(name))) fail('entry-invalid');
  const leaf = leafOf(context, salt, entry, hidden ? restrictedDigest(itsSalt, restricted) : second);
  return { position, entry, restricted: restricted ?? null, part, hidden, withheld: second !== null && !hidden, leaf };
}
