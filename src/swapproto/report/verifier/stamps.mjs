// Stamps (18.1).

import { fail } from './bytes.mjs';
import { Tagged, decode } from './cbor.mjs';
import { isId } from './forms.mjs';

export function readStamp(bytes) {
  const item = decode(bytes, 8);
  const parts = item instanceof Tagged && item.tag === 1398227280 ? item.value : null;
  const formed = Array.isArray(parts) && parts.length === 3 && parts[0] === 'stamp' && isId(parts[1]) &&
    parts[2] instanceof Uint8Array && parts[2].length >= 1 && parts[2].length <= 32768;
  if (!formed) fail('stamp-malformed');
  return { bytes, target: parts[1], token: parts[2] };
}
