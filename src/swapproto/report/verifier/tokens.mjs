// Time-stamp tokens (18.2).

import { SwapError, equal, fail } from './bytes.mjs';
import {
  BOOLEAN, DerError, Fields, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, asSet, explicit, must,
  readDer, secondsOf,
} from './der.mjs';
import { TIME_STAMPING, alternativeNames, extensionsOf, readCertificate, sameEntry } from './certificates.mjs';
import { algorithmOf, hashOf, schemeFor, verifies } from './signatures.mjs';
import { MOST_SECONDS } from './forms.mjs';
import { digest } from './sha2.mjs';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_2 = '1.2.840.113549.1.9.16.2.47';

// Run a step that reads DER: whatever is not in its form is `token-malformed`.
function reading(step) {
  try {
    return step();
  } catch (error) {
    if (error instanceof DerError || error instanceof RangeError) throw new SwapError('token-malformed', error.message);
    throw error;
  }
}

// Step 1.
function readToken(bytes) {
  const info = new Fields(readDer(bytes));
  must(info.take(OID).oid === SIGNED_DATA);
  const data = new Fields(explicit(info.take(0xa0)));
  info.done();
  data.take(INTEGER);
  const digests = data.take(SET).children.map(algorithmOf);
  const encapsulated = new Fields(data.take(SEQUENCE));
  must(encapsulated.take(OID).oid === TST_INFO);
  const content = explicit(encapsulated.take(0xa0)).is(OCTET_STRING).content;
  encapsulated.done();
  const certificates = (data.maybe(0xa0)?.children ?? []).map((child) => readCertificate(child.is(SEQUENCE).bytes));
  const signers = data.take(SET).children;
  data.done();
  must(signers.length === 1 && certificates.length <= 8 && digests.length === 1);
  certificates.forEach((one, i) => {
    for (const other of certificates.slice(0, i)) {
      must(one.name === other.name || !sameEntry(one, other.issuer, other.serial));
    }
  });
  const signer = readSigner(signers[0]);
  must(signer.digest.type === digests[0].type);
  return { content, certificates, signer };
}

function readSigner(element) {
  const fields = new Fields(element);
  fields.take(INTEGER);
  const sid = new Fields(fields.take(SEQUENCE));
  const issuer = sid.take(SEQUENCE).bytes;
  const serial = sid.take(INTEGER).bytes;
  sid.done();
  const digestAlgorithm = algorithmOf(fields.take(SEQUENCE));
  const signed = fields.take(0xa0);
  const algorithm = algorithmOf(fields.take(SEQUENCE));
  const signature = fields.take(OCTET_STRING).content;
  const unsigned = fields.maybe(0xa1);
  fields.done();
  if (unsigned) unsigned.children.forEach(readAttribute);
  return { issuer, serial, digest: digestAlgorithm, signed, algorithm, signature };
}

function readAttribute(element) {
  const fields = new Fields(element);
  const type = fields.take(OID).oid;
  const values = fields.take(SET).children;
  fields.done();
  return { type, values };
}

// Step 2.
function readInfo(bytes) {
  const fields = new Fields(readDer(bytes));
  must(fields.take(INTEGER).integer === 1n);
  fields.take(OID);
  const imprint = new Fields(fields.take(SEQUENCE));
  const algorithm = algorithmOf(imprint.take(SEQUENCE));
  const hash = imprint.take(OCTET_STRING).content;
  imprint.done();
  fields.take(INTEGER);
  const time = roundedTime(fields.take(GENERALIZED_TIME).content);
  const accuracy = fields.maybe(SEQUENCE);
  fields.maybe(BOOLEAN);
  fields.maybe(INTEGER);
  const tsa = fields.maybe(0xa0);
  const extended = fields.maybe(0xa1);
  fields.done();
  if (extended) for (const { critical } of extensionsOf(extended).values()) must(!critical);
  return {
    algorithm, hash, time, accuracy: accuracy ? roundedAccuracy(accuracy) : null, tsa: tsa ? explicit(tsa).bytes : null,
  };
}

function roundedTime(content) {
  const text = String.fromCharCode(...content.subarray(0, 32));
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  must(found && content.length === text.length);
  const seconds = secondsOf(found.slice(1, 7).map(Number));
  must(seconds >= 0);
  return Math.min(MOST_SECONDS, seconds + (Number(found[7] ?? 0) > 0 ? 1 : 0));
}

function roundedAccuracy(element) {
  const fields = new Fields(element);
  const seconds = fields.maybe(INTEGER)?.integer ?? 0n;
  const parts = [fields.maybe(0x80), fields.maybe(0x81)].filter(Boolean).map((part) => part.integer);
  fields.done();
  must(seconds >= 0n && seconds <= 86400n && parts.every((part) => part >= 1n && part <= 999n));
  return Number(seconds) + (parts.length ? 1 : 0);
}

// The one ESSCertID of a signing-certificate attribute: the name of its hash, the hash, and issuer and serial or null.
function readCertificateId(value, second) {
  const outer = new Fields(value);
  const ids = outer.take(SEQUENCE).children;
  outer.done();
  must(ids.length === 1);
  const fields = new Fields(ids[0]);
  const algorithm = second ? fields.maybe(SEQUENCE) : null;
  const name = algorithm ? hashOf(algorithmOf(algorithm)) : second ? 'SHA-256' : 'SHA-1';
  const hash = fields.take(OCTET_STRING).content;
  const place = fields.maybe(SEQUENCE);
  fields.done();
  must(name);
  return { name, hash, place: place ? readPlace(place) : null };
}

function readPlace(element) {
  const fields = new Fields(element);
  const names = fields.take(SEQUENCE).children;
  const serial = fields.take(INTEGER).bytes;
  fields.done();
  must(names.length === 1);
  return { issuer: explicit(names[0].is(0xa4)).bytes, serial };
}

// The first half of step 5.
function readAttributes(signed) {
  const found = new Map();
  for (const { type, values } of signed.children.map(readAttribute)) {
    must(!found.has(type) && values.length === 1);
    found.set(type, values[0]);
  }
  must(found.has(CONTENT_TYPE) && found.get(CONTENT_TYPE).oid === TST_INFO && found.has(MESSAGE_DIGEST));
  const ids = [[SIGNING_CERTIFICATE_2, true], [SIGNING_CERTIFICATE, false]]
    .filter(([type]) => found.has(type))
    .map(([type, second]) => readCertificateId(found.get(type), second));
  must(ids.length);
  return { messageDigest: found.get(MESSAGE_DIGEST).is(OCTET_STRING).content, ids };
}

async function hasIds(certificate, ids) {
  for (const { name, hash } of ids) if (!equal(await digest(name, certificate.bytes), hash)) return false;
  return true;
}

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

// Read a token over one of these byte strings; `extra` are certificates from elsewhere. Return its time, its accuracy
// or null, the signer's certificate, and all of its certificates. Where only the imprint fits none of the byte
// strings, the error carries `unmatched`: whether everything else is right.
export async function verifyToken(bytes, stamped, extra = []) {
  const token = reading(() => readToken(bytes));
  const info = reading(() => readInfo(token.content));
  const [imprintName, digestName] = [hashOf(info.algorithm), hashOf(token.signer.digest)];
  if (!imprintName || !digestName) fail('token-hash-weak');
  let matched = false;
  for (const one of stamped) matched ||= equal(await digest(imprintName, one), info.hash);
  const rest = async () => {
    const { messageDigest, ids } = reading(() => readAttributes(token.signer.signed));
    if (!equal(await digest(digestName, token.content), messageDigest)) fail('token-altered');
    const certificate = await findSigner([...token.certificates, ...extra], ids, token.signer, info.tsa);
    await checkSignature(token.signer, certificate, digestName);
    return { time: info.time, accuracy: info.accuracy, signer: certificate, certificates: token.certificates };
  };
  if (matched) return rest();
  const error = new SwapError('token-imprint');
  error.unmatched = await rest().then(() => true, () => false);
  throw error;
}

