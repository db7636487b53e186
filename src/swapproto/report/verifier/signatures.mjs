// Keys and signatures of certificates and tokens (18.2, step 7).
import { attempt, base64url, bigEndian, concat, toBigEndian } from './bytes.mjs';
import { isVerificationKey, power, verifySignature } from './curve25519.mjs';
import { BIT_STRING, INTEGER, NULL, OID, SEQUENCE, fields, maybe, must, readDer, within } from './der.mjs';

const SHA2 = ['SHA-256', 'SHA-384', 'SHA-512'];
const SIZES = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };
const byHash = (family, first) => new Map(SHA2.map((name, i) => [`${family}.${first + i}`, name]));
const HASHES = byHash('2.16.840.1.101.3.4.2', 1);
const PKCS1 = byHash('1.2.840.113549.1.1', 11);
const ECDSA = byHash('1.2.840.10045.4.3', 2);
const [RSA, MGF1, PSS] = [1, 8, 10].map((last) => `1.2.840.113549.1.1.${last}`);
const [ED25519, EC_KEY] = ['1.3.101.112', '1.2.840.10045.2.1'];
const curve = (name, prime, b) => ({ name, prime, b, size: Math.ceil(prime.toString(2).length / 8) });
const CURVES = new Map([
  ['1.2.840.10045.3.1.7', curve('P-256', 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn)],
  ['1.3.132.0.34', curve('P-384', 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn)],
  ['1.3.132.0.35', curve('P-521', 2n ** 521n - 1n,
    BigInt('0x051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf07' +
      '3573df883d2c34f1ef451fd46b503f00'))],
]);

export function algorithmOf(element) {
  const [type, parameters = null, ...rest] = element.is(SEQUENCE).children;
  must(type && !rest.length);
  return { type: type.oid, parameters };
}

export const isPlain = ({ parameters }) => parameters === null || parameters.id === NULL;

// The name of a SHA-2 hash with absent or NULL parameters, or null.
export const hashOf = (algorithm) => (isPlain(algorithm) ? HASHES.get(algorithm.type) ?? null : null);

// The key in a SubjectPublicKeyInfo if 18.2, step 7, accepts it, or null: its `kind`, and what verifying with it needs.
export function soundKey(element) {
  const [algorithm, key] = fields(element, SEQUENCE, BIT_STRING);
  const { type, parameters } = algorithmOf(algorithm);
  return attempt(() => {
    const raw = key.bitOctets;
    if (type === RSA && parameters?.id === NULL) return rsaKey(raw);
    if (type === EC_KEY && parameters?.id === OID) return curveKey(CURVES.get(parameters.oid), raw);
    return type === ED25519 && !parameters && isVerificationKey(raw) ? { kind: 'Ed25519', raw } : null;
  }).value;
}

function rsaKey(bytes) {
  const [modulus, exponent] = fields(readDer(bytes), INTEGER, INTEGER).map(({ integer }) => integer);
  const bits = modulus > 0n ? modulus.toString(2).length : 0;
  must(bits >= 2048 && bits <= 8192 && exponent >= 3n && exponent <= 2n ** 32n && exponent & 1n);
  return { kind: 'RSA', bits, modulus, exponent };
}

function curveKey(known, point) {
  must(known);
  const { prime, b, size } = known;
  const x = bigEndian(point.subarray(1, 1 + size));
  const right = (((x * x - 3n) * x + b) % prime + prime) % prime;
  must(x < prime);
  const isWhole = point[0] === 4;
  must((isWhole || point[0] === 2 || point[0] === 3) && point.length === 1 + (isWhole ? 2 : 1) * size);
  let y = isWhole ? bigEndian(point.subarray(1 + size)) : power(right, (prime + 1n) / 4n, prime);
  must(y < prime && (y * y) % prime === right);
  if (!isWhole && (y & 1n) !== BigInt(point[0] & 1)) y = prime - y;
  return { kind: 'ECDSA', curve: known, x, y };
}

const octets = (number) => toBigEndian(number, Math.ceil(number.toString(16).length / 2));

// How to verify with this key, algorithm and digest (null of certificates, which name none); null if they do not fit.
export function schemeFor(key, algorithm, digest) {
  const { type, parameters } = algorithm;
  const found = {
    RSA: () => type === PSS ? parameters && { name: 'RSA-PSS', ...pssParameters(parameters) }
      : isPlain(algorithm) && { name: 'RSASSA-PKCS1-v1_5', hash: type === RSA ? digest : PKCS1.get(type) },
    ECDSA: () => isPlain(algorithm) && { name: 'ECDSA', hash: ECDSA.get(type) },
    Ed25519: () => type === ED25519 && !parameters && { name: 'Ed25519', hash: 'SHA-512' },
  }[key.kind]();
  return found && found.hash && (digest === null || found.hash === digest) ? found : null;
}

const pssParameters = (parameters) => attempt(() => {
  const [digest, generator, salt, trailer] = fields(parameters, 0xa0, 0xa1, maybe(0xa2), maybe(0xa3));
  const hash = hashOf(algorithmOf(within(digest)));
  const mask = algorithmOf(within(generator));
  const saltLength = salt ? within(salt, INTEGER).integer : 20n;
  must(hash && mask.type === MGF1 && mask.parameters && hashOf(algorithmOf(mask.parameters)) === hash);
  must(saltLength >= 0n && saltLength <= BigInt(SIZES[hash]) && (!trailer || within(trailer, INTEGER).integer === 1n));
  return { hash, saltLength: Number(saltLength) };
}).value;

function rawSignature(bytes, size) {
  const numbers = fields(readDer(bytes), INTEGER, INTEGER).map(({ integer }) => integer);
  must(numbers.every((number) => number > 0n && number < 1n << BigInt(8 * size)));
  return concat(...numbers.map((number) => toBigEndian(number, size)));
}

export async function verifies(key, scheme, signature, message) {
  try {
    if (scheme.name === 'Ed25519') return await verifySignature(key.raw, signature, message);
    const usage = [false, ['verify']];
    if (scheme.name === 'ECDSA') {
      const { name, size } = key.curve;
      const raw = concat(Uint8Array.of(4), toBigEndian(key.x, size), toBigEndian(key.y, size));
      const imported = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: name }, ...usage);
      return await crypto.subtle.verify(scheme, imported, rawSignature(signature, size), message);
    }
    const jwk = { kty: 'RSA', n: base64url(octets(key.modulus)), e: base64url(octets(key.exponent)) };
    const imported = await crypto.subtle.importKey('jwk', jwk, { name: scheme.name, hash: scheme.hash }, ...usage);
    return await crypto.subtle.verify(scheme, imported, signature, message);
  } catch {
    return false;
  }
}
