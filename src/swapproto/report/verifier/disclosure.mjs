// Disclosures: reading one alone, and checking it with its commitment (10.2).

import { equal, fail } from './bytes.mjs';
import { decode } from './cbor.mjs';
import {
  MOST_ENTRIES, SWAP, arrayOf, ascending, integerFrom, isBytes, isId, oneOf, orNull, tupleOf, untag,
} from './forms.mjs';
import { leafOf, restrictedDigest } from './envelope.mjs';
import { contextOf } from './labels.mjs';
import { readPart } from './schema.mjs';
import { rootFromProof } from './tree.mjs';

const isRestricted = (value) => isId(value) || tupleOf(isId, isBytes)(value);
const isItem = tupleOf(integerFrom(0, MOST_ENTRIES - 1), isId, isBytes, orNull(isRestricted));
const isDisclosure = tupleOf(oneOf('disclosure'), isId, arrayOf(1, MOST_ENTRIES, isItem), arrayOf(0, Infinity, isId));

// Step 1, as far as it needs no commitment.
export function readDisclosure(bytes) {
  const [, commitment, items, proof] = untag(SWAP, isDisclosure, decode(bytes, 8)) ?? fail('disclosure-malformed');
  if (items.some(([position], i) => i && items[i - 1][0] >= position)) fail('disclosure-malformed');
  return { bytes, commitment, items, proof };
}

// All steps: the items as [position, entry, restricted part or null], the parts both encoded and read.
export function checkDisclosure(commitment, disclosure) {
  const { body } = commitment;
  const { items, proof } = disclosure;
  const count = body.count;
  if (items[items.length - 1][0] >= count) fail('disclosure-malformed');
  if (!equal(disclosure.commitment, commitment.id)) fail('commitment-missing');
  const context = contextOf(commitment.kid, body);
  const shown = items.map((item) => readItem(context, item));
  const leaves = shown.map((item) => item.leaf);
  if (!ascending(leaves)) fail('proof-invalid');
  const root = rootFromProof(count, items.map(([position]) => position), leaves, proof);
  if (!root || !equal(root, body.root)) fail('proof-invalid');
  return shown;
}

function readItem(context, [position, salt, entry, restricted]) {
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
