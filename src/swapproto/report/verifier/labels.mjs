// The labelled derivations of section 2, and what is named by hashes: kid, fingerprint, tags and key commitments.

import { base64url, littleEndian } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { sha256 } from './sha2.mjs';
import { shake256 } from './keccak.mjs';

// X(n, label, ...): section 2.
export const derive = (length, label, ...values) => shake256(length, encode(['swapproto/1 ' + label, ...values]));
const THUMBPRINT = Uint8Array.of(0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20);
export const kidOf = (key) => sha256(THUMBPRINT, key);
export const uriOf = (kid) => 'urn:ietf:params:oauth:ckt:sha-256:' + base64url(kid);

// The 60 digits of a card: 4.4.
export function fingerprint(cardId) {
  const bytes = derive(60, 'fingerprint', cardId);
  const groups = [];
  for (let i = 0; i < 60; i += 5) {
    const group = littleEndian(Uint8Array.from(bytes.subarray(i, i + 5)).reverse()) % 100000n;
    groups.push(group.toString().padStart(5, '0'));
  }
  return groups.join(' ');
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

// What is derived from a party's seed (4.1, 17.2). Only the runner of the cases has a use for it: a reader has no seed.
export const localKeys = {
  encryptionSeed: (seed) => derive(32, 'encryption key', seed),
  localSecret: (seed) => derive(32, 'local secret', seed),
  exchangeSeed: (secret, exchange, reader, number) => derive(32, 'exchange key', secret, exchange, reader, number),
};
