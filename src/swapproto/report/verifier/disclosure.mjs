// Disclosures: reading one alone, and checking it with its commitment (10.2).

import { compare, equal, fail } from './bytes.mjs';
import { Tagged, decode } from './cbor.mjs';
import { MOST_ENTRIES, arrayOf, bytesOf, integerFrom, isId, orNull, tupleOf } from './forms.mjs';
import { leafOf, restrictedDigest } from './envelope.mjs';
import { contextOf } from './labels.mjs';
import { readPart } from './schema.mjs';
import { rootFromProof } from './tree.mjs';

const isBytes = (value) => value instanceof Uint8Array;
const isRestricted = (value) => bytesOf(32)(value) || tupleOf(bytesOf(32), isBytes)(value);
const isItem = tupleOf(integerFrom(0, MOST_ENTRIES - 1), bytesOf(32), isBytes, orNull(isRestricted));

// Step 1, as far as it needs no commitment.
export function readDisclosure(bytes) {
  const item = decode(bytes, 8);
  const parts = item instanceof Tagged && item.tag === 1398227280 ? item.value : null;
  const formed = Array.isArray(parts) && parts.length === 4 && parts[0] === 'disclosure' && isId(parts[1]) &&
    arrayOf(1, MOST_ENTRIES, isItem)(parts[2]) && arrayOf(0, Infinity, isId)(parts[3]);
  if (!formed) fail('disclosure-malformed');
  const [, commitment, items, proof] = parts;
  if (items.some(([position], i) => i && items[i - 1][0] >= position)) fail('disclosure-malformed');
  return { bytes, commitment, items, proof };
}

// All steps: the items as [position, entry, restricted part or null], the parts both encoded and read.
export function checkDisclosure(commitment, disclosure) {
  const { body } = commitment;
  const { items, proof } = disclosure;
  const count = body.get('count');
  if (items[items.length - 1][0] >= count) fail('disclosure-malformed');
  if (!equal(disclosure.commitment, commitment.id)) fail('commitment-missing');
  const context = contextOf(commitment.kid, body);
  const shown = items.map(([position, salt, entry, restricted]) => readItem(context, position, salt, entry, restricted));
  const leaves = shown.map((item) => item.leaf);
  if (leaves.some((leaf, i) => i && compare(leaves[i - 1], leaf) >= 0)) fail('proof-invalid');
  const root = rootFromProof(count, items.map(([position]) => position), leaves, proof);
  if (!root || !equal(root, body.get('root'))) fail('proof-invalid');
  return shown;
}

function readItem(context, position, salt, entry, restricted) {
  const part = readPart(entry) ?? fail('entry-invalid');
  const [second, encoded] = Array.isArray(restricted) ? restricted : [null, null];
  const hidden = encoded && (readPart(encoded) ?? fail('entry-invalid'));
  if (hidden && [...hidden.keys()].some((name) => part.has(name))) fail('entry-invalid');
  const withheld = encoded ? restrictedDigest(second, encoded) : restricted;
  return {
    position, entry, restricted: encoded, part, hidden, withheld: restricted !== null && !encoded,
    leaf: leafOf(context, salt, entry, withheld),
  };
}
