// Curve25519 by hand: the checks of Ed25519 keys and signatures that WebCrypto does not make (4.3, step 1; 5.3,
// step 4), since both engines accept the identity as a key, for which any message verifies; and X25519.
import { equal, hex, littleEndian, toLittleEndian } from './bytes.mjs';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a) => ((a % P) + P) % P;

export function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent; exponent >>= 1n, base = (base * base) % modulus) {
    if (exponent & 1n) result = (result * base) % modulus;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n, P));
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n, P);

function decodePoint(bytes) {
  const encoded = littleEndian(bytes);
  const odd = encoded >> 255n;
  const y = encoded & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const v3 = (v * v * v) % P;
  let x = (((u * v3) % P) * power(((u * v3 * v3) % P) * v, (P - 5n) / 8n, P)) % P;
  const square = (((v * x) % P) * x) % P;
  if (square === mod(-u)) x = (x * ROOT_OF_MINUS_1) % P;
  else if (square !== u) return null;
  if ((x & 1n) !== odd) x = P - x;
  return x === P ? null : [x, y, 1n, (x * y) % P];
}

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

const isIdentity = ([x, y, z]) => x === 0n && y === z;

function inPrimeOrderSubgroup(point) {
  let [sum, double] = [[0n, 1n, 1n, 0n], point];
  for (let n = ORDER; n; n >>= 1n, double = add(double, double)) if (n & 1n) sum = add(sum, double);
  return isIdentity(sum);
}

// What is found out about a key is kept, as one key signs many statements.
const ofKeys = (find) => {
  const known = new Map();
  return (key) => {
    const name = hex(key);
    if (!known.has(name)) known.set(name, find(key));
    return known.get(name);
  };
};

// 4.3, step 1: whether this is a good verification key.
export const isVerificationKey = ofKeys((key) => {
  const point = key.length === 32 ? decodePoint(key) : null;
  return point !== null && !isIdentity(point) && inPrimeOrderSubgroup(point);
});
const imported = ofKeys((key) => crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']));

const IDENTITY = Uint8Array.of(1, ...new Array(31).fill(0));

// Verify a signature with a key that isVerificationKey accepts: S below the order, R canonical and not the identity.
export async function verifySignature(key, signature, message) {
  const r = signature.subarray(0, 32);
  if (signature.length !== 64 || equal(r, IDENTITY)) return false;
  if ((littleEndian(r) & (2n ** 255n - 1n)) >= P || littleEndian(signature.subarray(32)) >= ORDER) return false;
  return crypto.subtle.verify('Ed25519', await imported(key), signature, message);
}

// X25519 (RFC 7748): WebCrypto refuses what has to be told apart here.
export function x25519(secret, point) {
  const scalar = (littleEndian(secret) & (2n ** 254n - 8n)) | (2n ** 254n);
  const u = (littleEndian(point) & (2n ** 255n - 1n)) % P;
  let [x2, z2, x3, z3] = [1n, 0n, u, 1n];
  let swapped = 0n;
  for (let i = 254n; i >= 0n; i--) {
    const bit = (scalar >> i) & 1n;
    if (bit !== swapped) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swapped = bit;
    const [a, b] = [x2 + z2, x2 - z2 + P];
    const [aa, bb] = [(a * a) % P, (b * b) % P];
    const [da, cb] = [((x3 - z3 + P) * a) % P, ((x3 + z3) * b) % P];
    const e = aa - bb + P;
    x3 = (da + cb) ** 2n % P;
    z3 = (u * ((da - cb) ** 2n % P)) % P;
    x2 = (aa * bb) % P;
    z2 = (e * ((aa + 121665n * e) % P)) % P;
  }
  if (swapped) [x2, z2] = [x3, z3];
  return toLittleEndian((x2 * power(z2, P - 2n, P)) % P, 32);
}

const BASE = Uint8Array.of(9, ...new Array(31).fill(0));
export const x25519Public = (secret) => x25519(secret, BASE);

// The u coordinates below the prime that give zero with any scalar: 0, 1, -1, and two of order 8.
const LOW_ORDER = [
  0n, 1n, P - 1n, 325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
];

// 4.3, step 2, of the X25519 part.
export const isX25519Key = (key) => littleEndian(key) < P && !LOW_ORDER.includes(littleEndian(key));
