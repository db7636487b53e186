// Time-stamp tokens (18.2).
import { SwapError, attemptAsync, equal, fail } from './bytes.mjs';
import {
  TIME_STAMPING, alternativeNames, anyOf, readCertificate, sameEntry, uncriticalExtensions,
} from './certificates.mjs';
import {
  BOOLEAN, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, asSet, fields, maybe, must, readDer, secondsOf,
  within,
} from './der.mjs';
import { MOST_SECONDS } from './forms.mjs';
import { digest } from './hashes.mjs';
import { algorithmOf, hashOf, schemeFor, verifies } from './signatures.mjs';

const [SIGNED_DATA, CONTENT_TYPE, MESSAGE_DIGEST, TST_INFO, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_2] =
  ['7.2', '9.3', '9.4', '9.16.1.4', '9.16.2.12', '9.16.2.47'].map((last) => `1.2.840.113549.1.${last}`);

// Step 1.
function readToken(bytes) {
  const [type, outer] = fields(readDer(bytes), OID, 0xa0);
  const [, digests, encapsulated, held, signers] = fields(within(outer), INTEGER, SET, SEQUENCE, maybe(0xa0), SET);
  const [contentType, content] = fields(encapsulated, OID, 0xa0);
  const certificates = (held?.children ?? []).map((child) => readCertificate(child.is(SEQUENCE).bytes));
  must(type.oid === SIGNED_DATA && contentType.oid === TST_INFO && certificates.length <= 8);
  const isTwin = (one, other) => one.name !== other.name && sameEntry(one, other.issuer, other.serial);
  must(!certificates.some((one, i) => certificates.slice(0, i).some((other) => isTwin(one, other))));
  const signer = readSigner(within(signers));
  must(signer.digest.type === algorithmOf(within(digests)).type);
  return { content: within(content, OCTET_STRING).content, certificates, signer };
}

function readSigner(element) {
  const [, sid, digestAlgorithm, signed, algorithm, signature, unsigned] =
    fields(element, INTEGER, SEQUENCE, SEQUENCE, 0xa0, SEQUENCE, OCTET_STRING, maybe(0xa1));
  const [issuer, serial] = fields(sid, SEQUENCE, INTEGER).map(({ bytes }) => bytes);
  unsigned?.children.forEach(readAttribute);
  const [digest, how] = [digestAlgorithm, algorithm].map(algorithmOf);
  return { issuer, serial, digest, signed, algorithm: how, signature: signature.content };
}

function readAttribute(element) {
  const [type, values] = fields(element, OID, SET);
  return { type: type.oid, values: values.children };
}

// Step 2.
function readInfo(bytes) {
  const [version, , imprint, , time, accuracy, , , tsa, extended] = fields(readDer(bytes), INTEGER, OID,
    SEQUENCE, INTEGER, GENERALIZED_TIME, maybe(SEQUENCE), maybe(BOOLEAN), maybe(INTEGER), maybe(0xa0), maybe(0xa1));
  const [algorithm, hash] = fields(imprint, SEQUENCE, OCTET_STRING);
  must(version.integer === 1n);
  uncriticalExtensions(extended);
  return {
    algorithm: algorithmOf(algorithm), hash: hash.content, time: roundedTime(time.content),
    accuracy: accuracy && roundedAccuracy(accuracy), tsa: tsa && within(tsa).bytes,
  };
}

function roundedTime(content) {
  const found = /^(\d{14})(?:\.(\d{1,9}))?Z$/.exec(String.fromCharCode(...content.subarray(0, 32)));
  must(found && content.length <= 32);
  const seconds = secondsOf(found[1]);
  must(seconds >= 0);
  return Math.min(MOST_SECONDS, seconds + (Number(found[2] ?? 0) > 0 ? 1 : 0));
}

function roundedAccuracy(element) {
  const [whole, ...rest] = fields(element, maybe(INTEGER), maybe(0x80), maybe(0x81));
  const seconds = whole?.integer ?? 0n;
  const parts = rest.filter(Boolean).map((part) => part.integer);
  must(seconds >= 0n && seconds <= 86400n && parts.every((part) => part >= 1n && part <= 999n));
  return Number(seconds) + (parts.length ? 1 : 0);
}

// The one ESSCertID of a signing-certificate attribute: the name of its hash, the hash, and issuer and serial or null.
function readCertificateId(value, second) {
  const id = within(fields(value, SEQUENCE)[0]);
  const [algorithm, hash, place] = fields(id, second ? maybe(SEQUENCE) : maybe(), OCTET_STRING, maybe(SEQUENCE));
  const name = algorithm ? hashOf(algorithmOf(algorithm)) : second ? 'SHA-256' : 'SHA-1';
  must(name);
  const [names, serial] = place ? fields(place, SEQUENCE, INTEGER) : [];
  const named = place && { issuer: within(within(names, 0xa4)).bytes, serial: serial.bytes };
  return { name, hash: hash.content, place: named };
}

// The first half of step 5.
function readAttributes(signed) {
  const found = new Map();
  for (const { type, values } of signed.children.map(readAttribute)) {
    must(!found.has(type) && values.length === 1);
    found.set(type, values[0]);
  }
  must(found.has(CONTENT_TYPE) && found.get(CONTENT_TYPE).oid === TST_INFO && found.has(MESSAGE_DIGEST));
  const ids = [[SIGNING_CERTIFICATE_2, true], [SIGNING_CERTIFICATE, false]].filter(([type]) => found.has(type))
    .map(([type, second]) => readCertificateId(found.get(type), second));
  must(ids.length);
  return { messageDigest: found.get(MESSAGE_DIGEST).is(OCTET_STRING).content, ids };
}

const hasIds = async (certificate, ids) =>
  !(await anyOf(ids, async ({ name, hash }) => !equal(await digest(name, certificate.bytes), hash)));

// Step 6.
async function findSigner(certificates, ids, signer, tsa) {
  let found = null;
  for (const certificate of certificates) found ??= (await hasIds(certificate, ids)) ? certificate : null;
  if (!found) fail('token-signer-missing');
  const places = [signer, ...ids.map((id) => id.place).filter(Boolean)];
  const named = places.every(({ issuer, serial }) => sameEntry(found, issuer, serial));
  if (!named || (tsa && !isNamed(found, tsa))) fail('token-malformed');
  return found;
}

function isNamed(certificate, tsa) {
  const name = readDer(tsa);
  const asDirectory = name.id === 0xa4 && name.children.length === 1 && equal(name.content, certificate.subject);
  return asDirectory || alternativeNames(certificate).some((bytes) => equal(bytes, tsa));
}

// Steps 7 and 8.
async function checkSignature(signer, certificate, digestName) {
  if (!certificate.key) fail('token-key-weak');
  const scheme = schemeFor(certificate.key, signer.algorithm, digestName) ?? fail('token-algorithm');
  if (!(await verifies(certificate.key, scheme, signer.signature, asSet(signer.signed)))) fail('token-altered');
  const purposes = certificate.purposesCritical ? certificate.purposes : [];
  if (purposes.length !== 1 || purposes[0] !== TIME_STAMPING) fail('token-purpose');
  const { usage } = certificate;
  if (usage && (usage.size === 0 || [...usage].some((bit) => bit > 1))) fail('token-purpose');
}

// Read a token over one of these byte strings; `extra` are certificates from elsewhere. Where the imprint fits none of
// the byte strings, the error carries `unmatched`: whether everything else is right.
export async function verifyToken(bytes, stamped, extra = []) {
  const token = readToken(bytes);
  const info = readInfo(token.content);
  const [imprintName, digestName] = [hashOf(info.algorithm), hashOf(token.signer.digest)];
  if (!imprintName || !digestName) fail('token-hash-weak');
  const isMatched = await anyOf(stamped, async (one) => equal(await digest(imprintName, one), info.hash));
  const rest = async () => {
    const { messageDigest, ids } = readAttributes(token.signer.signed);
    if (!equal(await digest(digestName, token.content), messageDigest)) fail('token-altered');
    const certificate = await findSigner([...token.certificates, ...extra], ids, token.signer, info.tsa);
    await checkSignature(token.signer, certificate, digestName);
    return { time: info.time, accuracy: info.accuracy, signer: certificate, certificates: token.certificates };
  };
  if (isMatched) return rest();
  const error = new SwapError('token-imprint');
  error.unmatched = !(await attemptAsync(rest)).code;
  throw error;
}
