// Statements: the bodies of their kinds (4.4, 7.4, 9 and 17), reading and verifying one (5.3), and cards (4.4).
import { concat, equal, fail, hex } from './bytes.mjs';
import { decode, decodeOr, encode, isInteger } from './cbor.mjs';
import { isVerificationKey, verifySignature } from './curve25519.mjs';
import {
  MOST_ENTRIES, MOST_INTEGER, arrayOf, bytesFrom, bytesOf, fieldsOf, idsOf, integerFrom, isBytes, isCondition, isId,
  isNull, isRole, isText, isTime, isTitle, mapOf, nameOf, oneOf, orNull, tupleOf, unique, untag,
} from './forms.mjs';
import { sha256 } from './hashes.mjs';
import { isEncryptionKey, kidOf, uriOf } from './keys.mjs';

const [seen, nonce, isBoolean] = [idsOf(0, 32), bytesOf(16), oneOf(true, false)];
const isWrapToOne = tupleOf(isId, bytesOf(1168));
const isClock = tupleOf(nameOf(256), idsOf(1, 8), integerFrom(0, 86400));
const DEADLINES = {
  accept: orNull(isTime), commit: orNull(isTime), reveal: orNull(isTime), review: orNull(isTime),
};

function areTerms({ slots, mediators, deadlines, clocks, quorum, release }) {
  const kids = slots.map(([kid]) => hex(kid));
  const times = Object.keys(DEADLINES).map((name) => deadlines.get(name)).filter((time) => time !== null);
  return unique(slots.map(([kid, role]) => hex(kid) + role)) && new Set(kids).size > 1 &&
    !mediators.some((kid) => kids.includes(hex(kid))) && times.every((time, i) => i === 0 || times[i - 1] <= time) &&
    unique(clocks.map(([name]) => name)) && (quorum !== null) === clocks.length > 0 && (quorum ?? 0) <= clocks.length &&
    (release === 1 || mediators.length > 0);
}

function isReceipt({ stage, tag, source, key, seed, wrap }) {
  const complains = stage === 'unopenable';
  return Boolean(tag) === (stage === 'opened') && Boolean(source) === complains && Boolean(key) === complains &&
    (complains || !(seed || wrap)) && !(seed && wrap);
}

const kind = (forms, { is = () => true, sub = null } = {}) => ({ isFormed: fieldsOf(forms), is, sub });
const ofSigner = { sub: (body, kid) => hex(kid) };

// Of each kind: the forms of its fields, what else its body has to be, and what `sub` has to be (5.1).
export const KINDS = {
  card: kind({
    name: nameOf(256), verify: bytesOf(32), encrypt: bytesOf(1216), notAfter: orNull(isTime),
    seen: arrayOf(0, 0, isId),
  }, ofSigner),
  commitment: kind({
    role: isRole, list: bytesOf(16), version: integerFrom(1, MOST_INTEGER), previous: orNull(isId),
    exchange: orNull(isId), answers: orNull(isId), schema: isId, count: integerFrom(0, MOST_ENTRIES), root: isId,
    envelope: isId, key: isId, beacon: orNull(tupleOf(integerFrom(1, MOST_INTEGER), bytesOf(48))), seen,
  }, {
    is: (body) => isNull(body.previous) === (body.version === 1),
    sub: (body) => hex(body.exchange ?? body.list),
  }),
  reveal: kind({
    nonce, commitment: isId, given: idsOf(0, 40), cek: orNull(bytesOf(32)), wrap: orNull(isWrapToOne), seen,
  }, { is: (body) => isNull(body.cek) !== isNull(body.wrap) }),
  terms: kind({
    nonce, title: isTitle, slots: arrayOf(2, 16, tupleOf(isId, isRole, orNull(integerFrom(0, MOST_ENTRIES)))),
    mediators: idsOf(0, 4), schema: orNull(isId), deadlines: fieldsOf(DEADLINES), grace: integerFrom(0, 31622400),
    clocks: arrayOf(0, 4, isClock), quorum: orNull(integerFrom(1, 4)), beacon: orNull(isId), delivery: isBoolean,
    release: oneOf(1, 2), conditions: arrayOf(0, 16, isCondition), replaces: orNull(isId), seen,
  }, { is: areTerms, ...ofSigner }),
  accept: kind({
    nonce, exchange: isId, for: isId, number: integerFrom(0, 255), encrypt: bytesOf(1216), seen,
  }, { sub: (body) => hex(body.exchange) }),
  receipt: kind({
    nonce, commitment: isId, envelope: isId, stage: oneOf('received', 'opened', 'unopenable'), tag: orNull(isId),
    source: orNull(isId), key: orNull(isId), seed: orNull(bytesOf(32)), wrap: orNull(isWrapToOne), seen,
  }, { is: isReceipt }),
  review: kind({ nonce, commitment: isId, verdict: oneOf('agreed', 'contested'), details: orNull(isId), seen }),
  withdraw: kind({ nonce, target: isId, reason: orNull(nameOf(512)), seen }),
  revoke: kind({ nonce, since: isTime, seen }, ofSigner),
};

export function readBody(name, map) {
  const body = KINDS[name].isFormed(map) && Object.fromEntries(map);
  return body && KINDS[name].is(body) ? body : null;
}

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
  return Object.hasOwn(KINDS, kind) ? { kid: header.get(4), claims: header.get(15), kind } : fail('kind-unknown');
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
  if (!matches || (kind === 'card' && !equal(kidOf(body.verify), kid))) fail('claims-mismatch');
  if (kind === 'accept' && !isEncryptionKey(body.encrypt)) fail('key-weak');
  return Object.assign(statement, { body });
}

// Verify a card with the key that it presents: 4.4.
export async function verifyCard(statement) {
  if (statement.body) return statement;
  const body = decodeOr('body-invalid', statement.payload, DEPTH, PAIRS);
  const key = body instanceof Map ? body.get('verify') : null;
  if (!isBytes(key)) fail('body-invalid');
  if (!isVerificationKey(key)) fail('key-weak');
  await verifyStatement(statement, key);
  if (isEncryptionKey(statement.body.encrypt)) return statement;
  statement.body = null;
  return fail('key-weak');
}

export const readCard = async (bytes) => verifyCard(readStatement(bytes));

// What a time stamp of this variant is over: 18.1.
export const stampedBytes = (statement) => concat(Uint8Array.of(0x58, 0x40), statement.signature);
