// What is derived by hashes (section 2): kid, fingerprint, tags, key commitments; a seed's keys, and their wraps (B).
import { base64url, bigEndian, concat, equal, fail, utf8 } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { isX25519Key, x25519, x25519Public } from './curve25519.mjs';
import { sha256, sha3_256, shake256 } from './hashes.mjs';
import { decapsulate, isEncapsulationKey, keysFromSeed } from './mlkem.mjs';

// X(n, label, ...): section 2.
export const derive = (length, label, ...values) => shake256(length, encode(['swapproto/1 ' + label, ...values]));
const THUMBPRINT = Uint8Array.of(0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20);
export const kidOf = (key) => sha256(THUMBPRINT, key);
export const uriOf = (kid) => 'urn:ietf:params:oauth:ckt:sha-256:' + base64url(kid);

// The 60 digits of a card: 4.4.
export function fingerprint(cardId) {
  const bytes = derive(60, 'fingerprint', cardId);
  const group = (_, i) => String(bigEndian(bytes.subarray(5 * i, 5 * i + 5)) % 100000n).padStart(5, '0');
  return Array.from({ length: 12 }, group).join(' ');
}

export const keyCommitment = (context, cek) => derive(32, 'key', context, cek);
export const openedTag = (cek, commitment, receiver) => derive(32, 'opened', cek, commitment, receiver);

// The context of a commitment: 7.1.
export function contextOf(kid, body) {
  const fields = ['role', 'list', 'version', 'previous', 'exchange', 'answers', 'schema', 'count'];
  return sha256(encode(['swapproto/1 list', kid, ...fields.map((name) => body[name])]));
}

// What an HPKE wrap is bound to: 8.3.
export const wrapInfo = (reader, extra) => encode(['HPKE Recipient', 3, recipientHeader(reader), extra]);
export const recipientHeader = (reader) => encode(new Map([[1, 57], [4, reader]]));

const COMBINER = utf8('\\.//^\\');
const SUITE = concat(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0, 0x11, 0, 2));
const sized = (bytes) => concat(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);

// 4.3, step 2.
export const isEncryptionKey = (key) =>
  key.length === 1216 && isEncapsulationKey(key) && isX25519Key(key.subarray(1184));

// The key pair of an encryption seed; `encrypt` is the public key.
export function encryptionKeys(seed) {
  const expanded = shake256(96, seed);
  const [d, z, secret] = [0, 32, 64].map((at) => expanded.subarray(at, at + 32));
  const [mlkem, share] = [keysFromSeed(d, z), x25519Public(secret)];
  return { mlkem, secret, share, encrypt: concat(mlkem.encapsulation, share) };
}

export async function decryptGcm(key, nonce, ciphertext, data) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const how = { name: 'AES-GCM', iv: nonce, additionalData: data };
  return crypto.subtle.decrypt(how, imported, ciphertext).then((opened) => new Uint8Array(opened), () => null);
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
