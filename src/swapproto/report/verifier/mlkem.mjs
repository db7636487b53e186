// ML-KEM-768 (FIPS 203), as far as a reader needs it: keys from a seed, and decapsulation. Algorithm numbers are its.
// What is opened here was given away for everyone to see, so that nothing needs to take constant time.

import { concat, equal } from './bytes.mjs';
import { sha3_256, sha3_512, shake128Stream, shake256 } from './keccak.mjs';

const Q = 3329;
const N = 256;
const K = 3;
const DU = 10;
const DV = 4;

function reversed7(i) {
  let r = 0;
  for (let bit = 0; bit < 7; bit++) r |= ((i >> bit) & 1) << (6 - bit);
  return r;
}

function powers(base) {
  return Int32Array.from({ length: 128 }, (_, i) => {
    let z = 1;
    for (let n = base(i); n; n--) z = (z * 17) % Q;
    return z;
  });
}

const ZETAS = powers(reversed7);
const GAMMAS = powers((i) => 2 * reversed7(i) + 1);

// Algorithm 9.
function ntt(f) {
  let i = 1;
  for (let length = 128; length >= 2; length >>= 1) {
    for (let start = 0; start < N; start += 2 * length) {
      const zeta = ZETAS[i++];
      for (let j = start; j < start + length; j++) {
        const t = (zeta * f[j + length]) % Q;
        f[j + length] = (f[j] - t + Q) % Q;
        f[j] = (f[j] + t) % Q;
      }
    }
  }
  return f;
}

// Algorithm 10.
function inverseNtt(f) {
  let i = 127;
  for (let length = 2; length <= 128; length <<= 1) {
    for (let start = 0; start < N; start += 2 * length) {
      const zeta = ZETAS[i--];
      for (let j = start; j < start + length; j++) {
        const t = f[j];
        f[j] = (t + f[j + length]) % Q;
        f[j + length] = (zeta * (f[j + length] - t + Q)) % Q;
      }
    }
  }
  return f.map((x) => (x * 3303) % Q);
}

// Algorithms 11 and 12, added to a sum.
function addProduct(sum, f, g) {
  for (let i = 0; i < 128; i++) {
    const [a0, a1, b0, b1] = [f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]];
    sum[2 * i] = (sum[2 * i] + a0 * b0 + ((a1 * b1) % Q) * GAMMAS[i]) % Q;
    sum[2 * i + 1] = (sum[2 * i + 1] + a0 * b1 + a1 * b0) % Q;
  }
}

const plus = (f, g) => f.map((x, i) => (x + g[i]) % Q);
const minus = (f, g) => f.map((x, i) => (x - g[i] + Q) % Q);

// Algorithm 7.
function sampleNtt(...seed) {
  const squeeze = shake128Stream(...seed);
  const f = new Int32Array(N);
  for (let j = 0; j < N; ) {
    const [c0, c1, c2] = squeeze(3);
    const d1 = c0 + 256 * (c1 % 16);
    const d2 = (c1 >> 4) + 16 * c2;
    if (d1 < Q) f[j++] = d1;
    if (d2 < Q && j < N) f[j++] = d2;
  }
  return f;
}

// Algorithm 8 with eta 2, of PRF(seed, n).
function sampleNoise(seed, n) {
  const bytes = shake256(128, seed, Uint8Array.of(n));
  return Int32Array.from({ length: N }, (_, i) => {
    const four = bytes[i >> 1] >> (4 * (i & 1));
    return ((four & 1) + ((four >> 1) & 1) - ((four >> 2) & 1) - ((four >> 3) & 1) + Q) % Q;
  });
}

// Algorithm 5: `bits` of each coefficient, the lowest first.
function pack(f, bits) {
  const bytes = new Uint8Array(32 * bits);
  f.forEach((value, i) => {
    for (let bit = 0; bit < bits; bit++) {
      const at = i * bits + bit;
      bytes[at >> 3] |= ((value >> bit) & 1) << (at & 7);
    }
  });
  return bytes;
}

// Algorithm 6, without the reduction.
function unpack(bytes, bits) {
  return Int32Array.from({ length: N }, (_, i) => {
    let value = 0;
    for (let bit = 0; bit < bits; bit++) {
      const at = i * bits + bit;
      value |= ((bytes[at >> 3] >> (at & 7)) & 1) << bit;
    }
    return value;
  });
}

const compress = (f, bits) => f.map((x) => Math.floor((x * 2 ** bits + Q / 2) / Q) % 2 ** bits);
const decompress = (f, bits) => f.map((x) => (x * Q + 2 ** (bits - 1)) >> bits);

const matrix = (rho) => [0, 1, 2].map((i) => [0, 1, 2].map((j) => sampleNtt(rho, Uint8Array.of(j), Uint8Array.of(i))));

// Algorithms 13 and 16: the decapsulation key in parts.
export function keysFromSeed(d, z) {
  const expanded = sha3_512(d, Uint8Array.of(K));
  const rho = expanded.subarray(0, 32);
  const sigma = expanded.subarray(32);
  const a = matrix(rho);
  const s = [0, 1, 2].map((i) => ntt(sampleNoise(sigma, i)));
  const t = a.map((row, i) => {
    const sum = ntt(sampleNoise(sigma, K + i));
    row.forEach((element, j) => addProduct(sum, element, s[j]));
    return sum;
  });
  const encapsulation = concat(...t.map((f) => pack(f, 12)), rho);
  return { encapsulation, a, s, t, z };
}

// Algorithm 14.
function encrypt({ a, t }, message, randomness) {
  const y = [0, 1, 2].map((i) => ntt(sampleNoise(randomness, i)));
  const u = [0, 1, 2].map((i) => {
    const sum = new Int32Array(N);
    y.forEach((element, j) => addProduct(sum, a[j][i], element));
    return plus(inverseNtt(sum), sampleNoise(randomness, K + i));
  });
  const sum = new Int32Array(N);
  y.forEach((element, i) => addProduct(sum, t[i], element));
  const noise = plus(inverseNtt(sum), sampleNoise(randomness, 2 * K));
  const v = plus(noise, decompress(unpack(message, 1), 1));
  return concat(...u.map((f) => pack(compress(f, DU), DU)), pack(compress(v, DV), DV));
}

// Algorithm 15.
function decrypt({ s }, ciphertext) {
  const sum = new Int32Array(N);
  for (let i = 0; i < K; i++) {
    const u = decompress(unpack(ciphertext.subarray(320 * i, 320 * (i + 1)), DU), DU);
    addProduct(sum, ntt(u), s[i]);
  }
  const v = decompress(unpack(ciphertext.subarray(960), DV), DV);
  return pack(compress(minus(v, inverseNtt(sum)), 1), 1);
}

// Algorithms 18 and 21: the shared secret; of a wrong ciphertext a random one.
export function decapsulate(keys, ciphertext) {
  const message = decrypt(keys, ciphertext);
  const expanded = sha3_512(message, sha3_256(keys.encapsulation));
  const again = encrypt(keys, message, expanded.subarray(32));
  return equal(again, ciphertext) ? expanded.subarray(0, 32) : shake256(32, keys.z, ciphertext);
}

// The modulus check of FIPS 203, 7.2.
export function isEncapsulationKey(key) {
  for (let i = 0; i < 1152; i += 3) {
    const low = key[i] | ((key[i + 1] & 15) << 8);
    const high = (key[i + 1] >> 4) | (key[i + 2] << 4);
    if (low >= Q || high >= Q) return false;
  }
  return true;
}
