// Reading one artefact alone (3.2, step 2; 12.1, step 1).

import { SwapError, fail, startsWith, unhex } from './bytes.mjs';
import { decode } from './cbor.mjs';
import { readDisclosure } from './disclosure.mjs';
import { readEnvelope } from './envelope.mjs';
import { SWAP, bytesFrom, isId, oneOf, tupleOf, untag } from './forms.mjs';
import { firstTag } from './framing.mjs';
import { readStatement } from './statements.mjs';

const STAMP = unhex('da535741508365' + '7374616d70' + '5820');
const isStamp = tupleOf(oneOf('stamp'), isId, bytesFrom(256, 32768));

// 18.1.
function readStamp(bytes) {
  const [, target, token] = untag(SWAP, isStamp, decode(bytes, 8)) ?? fail('stamp-malformed');
  return { bytes, target, token };
}

export function readArtefact(bytes) {
  const tag = firstTag(bytes);
  if (tag === 18) return { type: 'statement', ...readStatement(bytes) };
  if (tag === 96) return { type: 'envelope', ...readEnvelope(bytes) };
  if (startsWith(bytes, STAMP)) return { type: 'stamp', ...readStamp(bytes) };
  return { type: 'disclosure', ...readDisclosure(bytes) };
}

// The code that reading an item has, or null.
export function codeOfItem(bytes) {
  try {
    readArtefact(bytes);
    return null;
  } catch (error) {
    if (error instanceof SwapError) return error.code;
    throw error;
  }
}
