// ML-KEM-768 (FIPS 203), as far as a reader needs it: keys from a seed, and decapsulation. Algorithm numbers are its.
// What is opened here was given away for everyone to see, so that nothing needs to take constant time.
import { concat, equal } from './bytes.mjs';
import { sha3_256, sha3_512, shake128Stream, shake256 } from './hashes.mjs';

const [Q, N, K, DU, DV] = [3329, 256, 3, 10, 4];
const reversed7 = (i) => [0, 1, 2, 3, 4, 5, 6].reduce((r, bit) => r | (((i >> bit) & 1) << (6 - bit)), 0);
const power17 = (n) => (n ? (17 * power17(n - 1)) % Q : 1);
const ZETAS = Int32Array.from({ length: 128 }, (_, i) => power17(reversed7(i)));
const GAMMAS = Int32Array.from({ length: 128 }, (_, i) => power17(2 * reversed7(i) + 1));

// Algorithm 9.
function ntt(f) {
  let i = 1;
  for (let length = 128; length >= 2; length >>= 1) {
    for (let start = 0; start < N; start += 2 * length) {
      const zeta = ZETAS[i++];
      for (let j = start; j < start + length; j++) {
        const [t, u] = [f[j], (zeta * f[j + length]) % Q];
        [f[j], f[j + length]] = [(t + u) % Q, (t - u + Q) % Q];
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
        const [t, u] = [f[j], f[j + length]];
        [f[j], f[j + length]] = [(t + u) % Q, (zeta * (u - t + Q)) % Q];
      }
    }
  }
  return f.map((x) => (x * 3303) % Q);
}

// The sum of products of polynomials, in the transformed domain: algorithms 11 and 12.
function dot(fs, gs) {
  const sum = new Int32Array(N);
  fs.forEach((f, k) => {
    for (let i = 0; i < N; i += 2) {
      const [a0, a1, b0, b1] = [f[i], f[i + 1], gs[k][i], gs[k][i + 1]];
      sum[i] = (sum[i] + a0 * b0 + ((a1 * b1) % Q) * GAMMAS[i / 2]) % Q;
      sum[i + 1] = (sum[i + 1] + a0 * b1 + a1 * b0) % Q;
    }
  });
  return sum;
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

// Algorithms 5 and 6, the second without the reduction: `bits` of each coefficient, the lowest first.
function pack(f, bits) {
  const bytes = new Uint8Array(32 * bits);
  for (let at = 0; at < N * bits; at++) bytes[at >> 3] |= ((f[Math.floor(at / bits)] >> at % bits) & 1) << (at & 7);
  return bytes;
}

function unpack(bytes, bits) {
  const f = new Int32Array(N);
  for (let at = 0; at < N * bits; at++) f[Math.floor(at / bits)] |= ((bytes[at >> 3] >> (at & 7)) & 1) << at % bits;
  return f;
}

const compress = (f, bits) => f.map((x) => Math.floor((x * 2 ** bits + Q / 2) / Q) % 2 ** bits);
const decompress = (f, bits) => f.map((x) => (x * Q + 2 ** (bits - 1)) >> bits);

// Algorithms 13 and 16: the decapsulation key in parts.
export function keysFromSeed(d, z) {
  const expanded = sha3_512(d, Uint8Array.of(K));
  const [rho, sigma] = [expanded.subarray(0, 32), expanded.subarray(32)];
  const a = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sampleNtt(rho, Uint8Array.of(j), Uint8Array.of(i))));
  const s = [0, 1, 2].map((i) => ntt(sampleNoise(sigma, i)));
  const t = a.map((row, i) => plus(dot(row, s), ntt(sampleNoise(sigma, K + i))));
  const encapsulation = concat(...t.map((f) => pack(f, 12)), rho);
  return { encapsulation, a, s, t, z };
}

// Algorithm 14.
function encrypt({ a, t }, message, randomness) {
  const y = [0, 1, 2].map((i) => ntt(sampleNoise(randomness, i)));
  const column = (i) => a.map((row) => row[i]);
  const u = [0, 1, 2].map((i) => plus(inverseNtt(dot(column(i), y)), sampleNoise(randomness, K + i)));
  const noise = plus(inverseNtt(dot(t, y)), sampleNoise(randomness, 2 * K));
  const v = plus(noise, decompress(unpack(message, 1), 1));
  return concat(...u.map((f) => pack(compress(f, DU), DU)), pack(compress(v, DV), DV));
}

// Algorithm 15.
function decrypt({ s }, ciphertext) {
  const part = (i) => decompress(unpack(ciphertext.subarray(320 * i, 320 * (i + 1)), DU), DU);
  const v = decompress(unpack(ciphertext.subarray(960), DV), DV);
  return pack(compress(minus(v, inverseNtt(dot([0, 1, 2].map((i) => ntt(part(i))), s))), 1), 1);
}

// Algorithms 18 and 21: the shared secret; of a wrong ciphertext a random one.
export function decapsulate(keys, ciphertext) {
  const message = decrypt(keys, ciphertext);
  const expanded = sha3_512(message, sha3_256(keys.encapsulation));
  const again = encrypt(keys, message, expanded.subarray(32));
  return equal(again, ciphertext) ? expanded.subarray(0, 32) : shake256(32, keys.z, ciphertext);
}

// The modulus check of FIPS 203, 7.2.
export const isEncapsulationKey = (key) =>
  [0, 384, 768].every((at) => unpack(key.subarray(at, at + 384), 12).every((x) => x < Q));
