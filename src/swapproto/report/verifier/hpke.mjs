// Wraps: the keys that a seed expands to (B.1), and opening a wrap with them (B.4).

import { concat, equal, fail, utf8 } from './bytes.mjs';
import { sha3_256, shake256 } from './keccak.mjs';
import { decapsulate, isEncapsulationKey, keysFromSeed } from './mlkem.mjs';
import { isX25519Key, x25519, x25519Public } from './curve25519.mjs';

const COMBINER = utf8('\\.//^\\');
const SUITE = concat(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0, 0x11, 0, 2));
const sized = (bytes) => concat(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);

// 4.3, step 2.
export const isEncryptionKey = (key) =>
  key.length === 1216 && isEncapsulationKey(key) && isX25519Key(key.subarray(1184));

// The key pair of an encryption seed; `encrypt` is the public key.
export function encryptionKeys(seed) {
  const expanded = shake256(96, seed);
  const mlkem = keysFromSeed(expanded.subarray(0, 32), expanded.subarray(32, 64));
  const secret = expanded.subarray(64);
  const share = x25519Public(secret);
  return { mlkem, secret, share, encrypt: concat(mlkem.encapsulation, share) };
}

// AES-256-GCM, or null where the tag does not fit.
export async function decryptGcm(key, nonce, ciphertext, data) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: data }, imported, ciphertext),
    );
  } catch {
    return null;
  }
}

// Open a wrap of 1168 bytes; the code is `wrap-invalid`.
export async function unwrap(keys, wrap, info) {
  const share = wrap.subarray(1088, 1120);
  const shared = x25519(keys.secret, share);
  if (equal(shared, new Uint8Array(32))) fail('wrap-invalid');
  const secret = sha3_256(decapsulate(keys.mlkem, wrap.subarray(0, 1088)), shared, share, keys.share, COMBINER);
  const none = sized(new Uint8Array());
  const schedule = shake256(108,
    concat(none, sized(secret)),
    concat(utf8('HPKE-v1'), SUITE, sized(utf8('secret')), Uint8Array.of(0, 108)),
    concat(Uint8Array.of(0), none, sized(info)),
  );
  const [key, nonce] = [schedule.subarray(0, 32), schedule.subarray(32, 44)];
  const opened = await decryptGcm(key, nonce, wrap.subarray(1120), new Uint8Array());
  return opened?.length === 32 ? opened : fail('wrap-invalid');
}
