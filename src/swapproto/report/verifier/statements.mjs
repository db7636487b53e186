// Statements: reading and verifying one (5.3), and cards (4.4).

import { concat, equal, fail, hex } from './bytes.mjs';
import { decode, decodeOr, encode, isInteger } from './cbor.mjs';
import { isVerificationKey, verifySignature } from './curve25519.mjs';
import { bytesFrom, bytesOf, isBytes, isId, isText, isTime, mapOf, tupleOf, untag } from './forms.mjs';
import { KINDS, readBody } from './bodies.mjs';
import { isEncryptionKey } from './hpke.mjs';
import { kidOf, uriOf } from './labels.mjs';
import { sha256 } from './sha2.mjs';

const DEPTH = 8;
const PAIRS = 32;
const TYPE = /^application\/vnd\.swapproto\.([a-z]+)\+cose$/;
const isSigned = tupleOf(bytesFrom(1, 4096), mapOf([]), bytesFrom(1, 65536), bytesOf(64));
const isHeader = mapOf([
  [1, isInteger], [4, isId], [15, mapOf([[1, isText], [2, isText], [6, isTime]])], [16, isText],
]);

// 5.3, steps 1 and 2.
export function readStatement(bytes) {
  const [header, , payload, signature] =
    untag(18, isSigned, decode(bytes, DEPTH, PAIRS)) ?? fail('statement-malformed');
  const { kid, claims, kind } = readHeader(header);
  const signed = encode(['Signature1', header, new Uint8Array(), payload]);
  if (signed.length > (kind === 'terms' ? 65536 : 4096)) fail('statement-malformed');
  const id = sha256(signed);
  return {
    bytes, id, name: hex(id), kid, signer: hex(kid), kind, payload, signature, signed,
    iss: claims.get(1), sub: claims.get(2), iat: claims.get(6), body: null,
  };
}

function readHeader(bytes) {
  const header = decodeOr('statement-malformed', bytes, DEPTH, PAIRS);
  if (!isHeader(header)) fail('statement-malformed');
  if (header.get(1) !== -19) fail('alg-unknown');
  const kind = TYPE.exec(header.get(16))?.[1];
  if (!kind || !Object.hasOwn(KINDS, kind)) fail('kind-unknown');
  return { kid: header.get(4), claims: header.get(15), kind };
}

// 5.3, steps 3 to 7: take a read statement, and give it its body.
export async function verifyStatement(statement, key) {
  if (!isVerificationKey(key)) fail('key-weak');
  if (!equal(kidOf(key), statement.kid)) fail('kid-mismatch');
  if (!(await verifySignature(key, statement.signature, statement.signed))) fail('signature-invalid');
  const { kind, kid } = statement;
  const body = readBody(kind, decodeOr('body-invalid', statement.payload, DEPTH, PAIRS)) ?? fail('body-invalid');
  if (statement.iss !== uriOf(kid)) fail('claims-mismatch');
  const { sub } = KINDS[kind];
  const matches = sub ? statement.sub === sub(body, kid) : /^([0-9a-f]{32}){1,2}$/.test(statement.sub);
  if (!matches) fail('claims-mismatch');
  if (kind === 'card' && !equal(kidOf(body.verify), kid)) fail('claims-mismatch');
  if (kind === 'accept' && !isEncryptionKey(body.encrypt)) fail('key-weak');
  statement.body = body;
  return statement;
}

// Verify a card with the key that it presents: 4.4.
export async function verifyCard(statement) {
  if (statement.body) return statement;
  const body = decodeOr('body-invalid', statement.payload, DEPTH, PAIRS);
  const key = body instanceof Map ? body.get('verify') : null;
  if (!isBytes(key)) fail('body-invalid');
  if (!isVerificationKey(key)) fail('key-weak');
  await verifyStatement(statement, key);
  if (!isEncryptionKey(statement.body.encrypt)) fail('key-weak');
  return statement;
}

export const readCard = async (bytes) => verifyCard(readStatement(bytes));

// What a time stamp of this variant is over: 18.1.
export const stampedBytes = (statement) => concat(Uint8Array.of(0x58, 0x40), statement.signature);
