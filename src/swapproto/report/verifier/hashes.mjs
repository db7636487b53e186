// SHA-256 by hand, for the many short things that are hashed (leaves, nodes, ids), and WebCrypto, which answers by a
// promise, for whatever is long and for the longer hashes of stamps; SHA-3 and SHAKE by hand: browsers have neither.
import { concat, concatAll, lengthOf } from './bytes.mjs';

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);

// The first 32 bits of the fractional part of a root: a double has 48 or more.
const fraction = (root) => Math.floor((root % 1) * 2 ** 32) | 0;
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const ROUND = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const schedule = new Int32Array(64);

function compress(state, block, at) {
  const w = schedule;
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f, 6: g, 7: h } = state; // much faster than as an array
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const done = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] += done[i];
}

export function sha256(...parts) {
  const length = lengthOf(parts);
  const padded = new Uint8Array((length + 72) & ~63);
  concatAll(parts, padded);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, (length * 8) >>> 0);
  const state = Int32Array.from(START);
  for (let at = 0; at < padded.length; at += 64) compress(state, padded, at);
  state.forEach((word, i) => view.setInt32(4 * i, word));
  return padded.slice(0, 32);
}

export async function digest(name, ...parts) {
  const whole = parts.length === 1 ? parts[0] : concat(...parts);
  return new Uint8Array(await crypto.subtle.digest(name, whole));
}

// FIPS 202. A lane of 64 bits is two integers of 32, low and high.
const [ROTATIONS, TARGETS] = [new Uint8Array(25), new Uint8Array(25)];
for (let x = 1, y = 0, t = 0; t < 24; t++) {
  ROTATIONS[x + 5 * y] = ((t + 1) * (t + 2) / 2) % 64;
  [x, y] = [y, (2 * x + 3 * y) % 5];
}
for (let x = 0; x < 5; x++) for (let y = 0; y < 5; y++) TARGETS[x + 5 * y] = y + 5 * ((2 * x + 3 * y) % 5);

const CONSTANTS = new Int32Array(48);
for (let round = 0, lfsr = 1; round < 24; round++) {
  for (let j = 0; j < 7; j++) {
    const bit = 2 ** j - 1;
    if (lfsr & 1) CONSTANTS[2 * round + (bit >> 5)] |= 1 << (bit & 31);
    lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
  }
}

const [column, moved] = [new Int32Array(10), new Int32Array(50)];

function permute(s) {
  for (let round = 0; round < 24; round++) {
    for (let x = 0; x < 10; x++) column[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 5; x++) {
      const right = 2 * ((x + 1) % 5);
      const left = 2 * ((x + 4) % 5);
      const low = column[left] ^ ((column[right] << 1) | (column[right + 1] >>> 31));
      const high = column[left + 1] ^ ((column[right + 1] << 1) | (column[right] >>> 31));
      for (let y = 0; y < 50; y += 10) {
        s[y + 2 * x] ^= low;
        s[y + 2 * x + 1] ^= high;
      }
    }
    for (let i = 0; i < 25; i++) {
      const n = ROTATIONS[i] & 31;
      const swap = ROTATIONS[i] >> 5;
      const [low, high, to] = [s[2 * i + swap], s[2 * i + 1 - swap], 2 * TARGETS[i]];
      moved[to] = n ? (low << n) | (high >>> (32 - n)) : low;
      moved[to + 1] = n ? (high << n) | (low >>> (32 - n)) : high;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) {
        s[y + x] = moved[y + x] ^ (~moved[y + ((x + 2) % 10)] & moved[y + ((x + 4) % 10)]);
      }
    }
    s[0] ^= CONSTANTS[2 * round];
    s[1] ^= CONSTANTS[2 * round + 1];
  }
}

// Absorb the parts at this rate with this suffix; return a function that squeezes the next `length` bytes.
function sponge(rate, suffix, parts) {
  const state = new Int32Array(50);
  const bytes = new Uint8Array(state.buffer); // every platform with WebCrypto is little-endian
  let at = 0;
  const next = () => {
    permute(state);
    at = 0;
  };
  for (const part of parts) {
    for (const byte of part) {
      bytes[at++] ^= byte;
      if (at === rate) next();
    }
  }
  bytes[at] ^= suffix;
  bytes[rate - 1] ^= 0x80;
  next();
  return (length) => {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      if (at === rate) next();
      out[i] = bytes[at++];
    }
    return out;
  };
}

export const shake128Stream = (...parts) => sponge(168, 0x1f, parts);
export const shake256 = (length, ...parts) => sponge(136, 0x1f, parts)(length);
export const sha3_256 = (...parts) => sponge(136, 0x06, parts)(32);
export const sha3_512 = (...parts) => sponge(72, 0x06, parts)(64);
