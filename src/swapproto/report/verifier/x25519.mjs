// X25519 (RFC 7748) by hand: WebCrypto refuses what has to be told apart here.

import { littleEndian, toLittleEndian } from './bytes.mjs';
import { power } from './ed25519.mjs';

const P = 2n ** 255n - 19n;
const BASE = Uint8Array.of(9, ...new Array(31).fill(0));

export function x25519(secret, point) {
  const clamped = Uint8Array.from(secret);
  clamped[0] &= 248;
  clamped[31] = (clamped[31] & 127) | 64;
  const scalar = littleEndian(clamped);
  const u = (littleEndian(point) & (2n ** 255n - 1n)) % P;
  let [x2, z2, x3, z3] = [1n, 0n, u, 1n];
  let swapped = 0n;
  for (let i = 254n; i >= 0n; i--) {
    const bit = (scalar >> i) & 1n;
    if (bit !== swapped) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swapped = bit;
    const a = x2 + z2;
    const b = x2 - z2 + P;
    const aa = (a * a) % P;
    const bb = (b * b) % P;
    const e = aa - bb + P;
    const da = ((x3 - z3 + P) * a) % P;
    const cb = ((x3 + z3) * b) % P;
    x3 = (da + cb) ** 2n % P;
    z3 = (u * ((da - cb) ** 2n % P)) % P;
    x2 = (aa * bb) % P;
    z2 = (e * ((aa + 121665n * e) % P)) % P;
  }
  if (swapped) [x2, z2] = [x3, z3];
  return toLittleEndian((x2 * power(z2, P - 2n, P)) % P, 32);
}

export const x25519Public = (secret) => x25519(secret, BASE);

// The u coordinates below the prime that give zero with any scalar: 0, 1, -1, and two of order 8.
const LOW_ORDER = new Set([
  0n,
  1n,
  P - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

// 4.3, step 2, of the X25519 part.
export function isX25519Key(key) {
  const u = littleEndian(key);
  return u < P && !LOW_ORDER.has(u);
}
