// Reading one artefact alone (3.2, step 2; 12.1, step 1), and checking a disclosure with its commitment (10.2).

import { attempt, equal, fail, startsWith, unhex } from './bytes.mjs';
import { decode } from './cbor.mjs';
import { leafOf, readEnvelope, restrictedDigest } from './envelope.mjs';
import {
  MOST_ENTRIES, SWAP, arrayOf, ascending, bytesFrom, integerFrom, isBytes, isId, oneOf, orNull, tupleOf, untag,
} from './forms.mjs';
import { firstTag } from './framing.mjs';
import { contextOf } from './labels.mjs';
import { readPart } from './schema.mjs';
import { readStatement } from './statements.mjs';
import { rootFromProof } from './tree.mjs';

const STAMP = unhex('da535741508365' + '7374616d70' + '5820');
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

// The code that reading an item has, or null.
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
