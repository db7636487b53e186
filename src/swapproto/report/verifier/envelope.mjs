// Envelopes: reading one (8.3), opening it with a content key (8.4), and the tree of its leaves (7.3, 10.1).
import { coded, compare, concat, equal, fail, hex } from './bytes.mjs';
import { decode, decodeFirst, encode } from './cbor.mjs';
import {
  MOST_ENTRIES, arrayOf, ascending, bytesOf, fits, isBytes, isSchema, mapOf, orNull, partsOf, readPart, textOf, tupleOf,
  untag,
} from './forms.mjs';
import { digest, sha256, shake256 } from './hashes.mjs';
import { contextOf, decryptGcm, keyCommitment, recipientHeader } from './keys.mjs';

const NODE = Uint8Array.of(1);
const node = (left, right) => sha256(NODE, left, right);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1)); // the largest power of two below n

function rootOver(leaves, start, end) {
  if (end - start === 1) return leaves[start];
  const middle = start + split(end - start);
  return node(rootOver(leaves, start, middle), rootOver(leaves, middle, end));
}

function sortedLeaves(leaves) {
  const sorted = [...leaves].sort(compare);
  return ascending(sorted) ? sorted : fail('root-mismatch');
}

export function rootOf(leaves) {
  const sorted = sortedLeaves(leaves);
  return sorted.length ? rootOver(sorted, 0, sorted.length) : sha256();
}

// The hashes of the subtrees without any of these positions.
export function prove(leaves, positions) {
  const sorted = sortedLeaves(leaves);
  const proof = [];
  const walk = (start, end, shown) => {
    if (!shown.length) proof.push(rootOver(sorted, start, end));
    else if (end - start > 1) {
      const middle = start + split(end - start);
      walk(start, middle, shown.filter((position) => position < middle));
      walk(middle, end, shown.filter((position) => position >= middle));
    }
  };
  if (sorted.length) walk(0, sorted.length, positions);
  return proof;
}

// The root that leaves at these positions (ascending, below count) and a proof give; null where hashes are amiss.
export function rootFromProof(count, positions, leaves, proof) {
  let used = 0;
  let at = 0;
  const walk = (start, end) => {
    if (at >= positions.length || positions[at] >= end) return proof[used++] ?? null;
    if (end - start === 1) return leaves[at++];
    const middle = start + split(end - start);
    const left = walk(start, middle);
    const right = left && walk(middle, end);
    return right && node(left, right);
  };
  const root = walk(0, count);
  return used === proof.length ? root : null;
}

const LIMIT = 512 * 2 ** 20;
const NONCE = new Uint8Array(12);
const HEADER = encode(new Map([[1, 3], [5, NONCE]]));
const keyOf = (header) => header.subarray(7);
const isRecipientHeader = (value) => bytesOf(39)(value) && equal(value, recipientHeader(keyOf(value)));
const isRecipient = tupleOf(isRecipientHeader, mapOf([[-4, bytesOf(1120)]]), bytesOf(48));
const isHeader = (value) => isBytes(value) && equal(value, HEADER);
const isEnvelope = tupleOf(isHeader, mapOf([]), isBytes, arrayOf(1, 64, isRecipient));

// 8.3: the recipients as [key id, wrap], and the ciphertext.
export function readEnvelope(bytes) {
  if (bytes.length > LIMIT) fail('too-large');
  const [, , ciphertext, recipients] = untag(96, isEnvelope, decode(bytes, 8)) ?? fail('envelope-malformed');
  const wraps = recipients.map(([header, share, wrapped]) => [keyOf(header), concat(share.get(-4), wrapped)]);
  if (!ascending(wraps.map(([key]) => key))) fail('envelope-malformed');
  return { bytes, ciphertext, wraps };
}

// What a wrap in an envelope is bound to: 8.3.
export async function sealExtra(commitment, envelope, reader) {
  const context = contextOf(commitment.kid, commitment.body);
  return encode(['seal', context, await digest('SHA-256', envelope.ciphertext), reader]);
}

// 8.4, step 3.
export const isCommittedKey = (commitment, cek) =>
  equal(keyCommitment(contextOf(commitment.kid, commitment.body), cek), commitment.body.key);

function padded(length) {
  const e = Math.floor(Math.log2(length));
  const s = Math.floor(Math.log2(e)) + 1;
  const mask = 2 ** Math.max(0, e - s) - 1;
  return length + mask - ((length + mask) & mask);
}

const MOST_HEADS = 5 + 2 * MOST_ENTRIES + 65536;
const isPieces = arrayOf(0, MOST_ENTRIES, isBytes);
const isContent = tupleOf(textOf(0, 512), () => true, isPieces, orNull(isPieces));

// 8.4, step 5.
function readPlaintext(plaintext) {
  const { value, end } = coded('content-malformed', () => decodeFirst(plaintext, 8, MOST_HEADS));
  if (!isContent(value)) fail('content-malformed');
  const [label, schema, entries, restricted] = value;
  if (encode(schema).length > 65536) fail('content-malformed');
  if (plaintext.length !== padded(end) || plaintext.subarray(end).some((byte) => byte)) fail('padding-wrong');
  return { label, schema, entries, restricted };
}

const BYTES_32 = Uint8Array.of(0x58, 0x20);
const RESTRICTED = concat(Uint8Array.of(0x83), encode('restricted'), BYTES_32);
const [LEAF, LEAF_RESTRICTED] = [0x83, 0x84].map((head) => concat(Uint8Array.of(0, head), BYTES_32));
export const restrictedDigest = (salt, part) => sha256(RESTRICTED, salt, part);

// The leaf of an entry: 7.3. `withheld` is the restricted digest, or null.
export const leafOf = (context, salt, entry, withheld) => (withheld === null
  ? sha256(LEAF, context, BYTES_32, salt, entry)
  : sha256(LEAF_RESTRICTED, context, BYTES_32, salt, entry, BYTES_32, withheld));

const readFitting = (bytes, fields) => {
  const part = readPart(bytes);
  return part && fits(part, fields) ? part : fail('entry-invalid');
};

// 8.4, steps 4 to 9, with a key that passes step 3: the label, the schema, the parts of entries as they are encoded,
// and how many primary keys are distinct, or null. `pause` is awaited now and then; where it is true, there is an end.
export async function openWith(commitment, envelope, cek, pause = async () => {}) {
  const { body, kid } = commitment;
  const context = contextOf(kid, body);
  const data = encode(['Encrypt', HEADER, context]);
  const plaintext = (await decryptGcm(cek, NONCE, envelope.ciphertext, data)) ?? fail('decrypt-failed');
  const { label, schema, entries, restricted } = readPlaintext(plaintext);
  if (!equal(sha256(encode(schema)), body.schema)) fail('schema-mismatch');
  if (!isSchema(schema)) fail('schema-invalid');
  const fields = partsOf(schema);
  if ((restricted === null) !== (fields.restricted === null)) fail('content-malformed');
  if ([entries, restricted ?? entries].some((list) => list.length !== body.count)) fail('count-mismatch');
  const names = schema.get('primaryKey');
  const keys = new Set();
  const salts = saltsOf('salts', context, cek, entries.length);
  const seconds = restricted && saltsOf('restricted salts', context, cek, entries.length);
  const leaves = [];
  for (let i = 0; i < entries.length; i++) {
    const part = readFitting(entries[i], fields.open);
    if (names) keys.add(hex(encode(names.map((name) => part.get(name)))));
    if (restricted) readFitting(restricted[i], fields.restricted);
    const withheld = restricted && restrictedDigest(seconds(i), restricted[i]);
    leaves.push(leafOf(context, salts(i), entries[i], withheld));
    if (i % 1024 === 1023 && (await pause('entries', i + 1, entries.length))) return null;
  }
  if (!equal(rootOf(leaves), body.root)) fail('root-mismatch');
  return { label, schema, entries, restricted, distinctKeys: names ? keys.size : null };
}

// The salts of 7.2, as a function of the number of the entry.
function saltsOf(label, context, cek, count) {
  const all = shake256(32 * count, encode(['swapproto/1 ' + label, context, cek]));
  return (i) => all.subarray(32 * i, 32 * i + 32);
}
