// Certificates and revocation lists (18.2 and 18.3), and which certificate issues which.

import { attempt, equal, hex } from './bytes.mjs';
import {
  ANY, BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME, fields,
  maybe, must, readDer, timeOf, within,
} from './der.mjs';
import { algorithmOf, schemeFor, soundKey, verifies } from './signatures.mjs';
import { sha256 } from './sha2.mjs';

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const [KEY_USAGE, ALTERNATIVE, BASIC, REASON, INVALID_SINCE, NAME_CONSTRAINTS, POLICIES, EXTENDED] =
  [15, 17, 19, 21, 24, 30, 32, 37].map((last) => `2.5.29.${last}`);
const UNDERSTOOD = [BASIC, KEY_USAGE, EXTENDED, POLICIES];
const STRINGS = [0x12, 0x13, 0x14, 0x16, 0x0c, 0x1e, 0x1c];
const [CERT_SIGN, CRL_SIGN] = [5, 6];

// A name, checked: sequences of sets, none empty, of a type with a text.
function checkName(element) {
  for (const part of element.is(SEQUENCE).children) {
    const values = part.is(SET).children;
    must(values.length && values.every((value) => STRINGS.includes(fields(value, OID, ANY)[1].id)));
  }
  return element.bytes;
}

// Extensions by type: whether each is critical, and its octets. Each type is there once.
function extensionsOf(element) {
  const found = new Map();
  for (const extension of element.children) {
    const [type, critical, value] = fields(extension, OID, maybe(BOOLEAN), OCTET_STRING);
    must(!found.has(type.oid));
    found.set(type.oid, { critical: critical?.boolean ?? false, value: value.content });
  }
  must(found.size);
  return found;
}

// What certificates and revocation lists have in common: what is signed, how, and the signature.
function readSigned(bytes) {
  const [signed, algorithm, signature] = fields(readDer(bytes), SEQUENCE, SEQUENCE, BIT_STRING);
  const says = { signed: signed.bytes, algorithm: algorithmOf(algorithm), signature: signature.bitOctets };
  return { signed, algorithm, says };
}

// Read a certificate, or throw a DerError.
export function readCertificate(bytes) {
  const { signed, algorithm, says } = readSigned(bytes);
  const [stated, serial, again, issuer, validity, subject, keyInfo, , , extended] = fields(signed,
    maybe(0xa0), INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, maybe(0x81), maybe(0x82), maybe(0xa3));
  const version = stated ? within(stated, INTEGER).integer : 0n;
  must(version >= 0n && version <= 2n && equal(again.bytes, algorithm.bytes) && (!extended || version === 2n));
  const [notBefore, notAfter] = fields(validity, ANY, ANY).map(timeOf);
  const extensions = extended ? extensionsOf(within(extended, SEQUENCE)) : new Map();
  const digest = sha256(bytes);
  return {
    ...says, bytes, digest, name: hex(digest), serial: serial.bytes, issuer: checkName(issuer),
    subject: checkName(subject), notBefore, notAfter, extensions,
    key: soundKey(keyInfo), keyName: hex(sha256(keyInfo.bytes)),
    constraints: basicConstraints(extensions.get(BASIC)),
    usage: extensions.has(KEY_USAGE) ? readDer(extensions.get(KEY_USAGE).value).bits : null,
    purposes: purposesOf(extensions.get(EXTENDED)),
    purposesCritical: extensions.get(EXTENDED)?.critical ?? false,
  };
}

function basicConstraints(extension) {
  const [authority, length] = extension ? fields(readDer(extension.value), maybe(BOOLEAN), maybe(INTEGER)) : [];
  must(!length || length.integer >= 0n);
  return { authority: authority?.boolean ?? false, length: length?.integer ?? null };
}

function purposesOf(extension) {
  const purposes = extension ? readDer(extension.value).is(SEQUENCE).children.map((child) => child.oid) : null;
  must(purposes?.length !== 0);
  return purposes;
}

export const sameEntry = (certificate, issuer, serial) =>
  equal(certificate.issuer, issuer) && equal(certificate.serial, serial);

// The subject alternative names, each with its bytes; none where they cannot be read.
export function alternativeNames(certificate) {
  const extension = certificate.extensions.get(ALTERNATIVE);
  const read = () => readDer(extension.value).is(SEQUENCE).children.map((child) => child.bytes);
  return extension ? attempt(read).value ?? [] : [];
}

// Whether nothing in the certificate itself forbids its use (18.3): no name constraints, nothing critical but these.
export function isUnderstood(certificate) {
  return !certificate.extensions.has(NAME_CONSTRAINTS) &&
    [...certificate.extensions].every(([type, { critical }]) => !critical || UNDERSTOOD.includes(type));
}

// Whether something that takes time is true of one of them.
export async function anyOf(items, isTrue) {
  for (const one of items) if (await isTrue(one)) return true;
  return false;
}

const issued = new Map();

// Whether a certificate issues another. The answer is kept: many tokens have the same certificates.
export async function issues(issuer, other) {
  if (issuer.name === other.name || !equal(issuer.subject, other.issuer)) return false;
  if (!issuer.constraints.authority || (issuer.usage && !issuer.usage.has(CERT_SIGN))) return false;
  const pair = issuer.name + other.name;
  if (!issued.has(pair)) issued.set(pair, await signs(issuer, other));
  return issued.get(pair);
}

async function signs(issuer, { algorithm, signature, signed }) {
  const scheme = issuer.key && schemeFor(issuer.key, algorithm, null);
  return Boolean(scheme) && verifies(issuer.key, scheme, signature, signed);
}

// Read a revocation list, or return null where it says nothing.
export const readRevocations = (bytes) => attempt(() => {
  const { signed, algorithm, says } = readSigned(bytes);
  const [version, again, issuer, issuedAt, next, entries, extended] = fields(signed,
    maybe(INTEGER), SEQUENCE, SEQUENCE, ANY, maybe(UTC_TIME, GENERALIZED_TIME), maybe(SEQUENCE), maybe(0xa0));
  must((!version || version.integer === 1n) && equal(again.bytes, algorithm.bytes) && (!extended || version));
  [issuedAt, next].filter(Boolean).forEach(timeOf);
  if (extended) uncriticalExtensions(within(extended, SEQUENCE));
  const revoked = (entries?.children ?? []).map((entry) => readRevoked(entry, version));
  return { ...says, issuer: checkName(issuer), entries: revoked };
}).value;

export function uncriticalExtensions(element) {
  const extensions = element ? extensionsOf(element) : new Map();
  must([...extensions.values()].every(({ critical }) => !critical));
  return extensions;
}

function readRevoked(entry, version) {
  const [serial, at, extended] = fields(entry, INTEGER, ANY, maybe(SEQUENCE));
  must(!extended || version);
  const extensions = uncriticalExtensions(extended);
  const reason = extensions.has(REASON) ? Number(readDer(extensions.get(REASON).value).is(ENUMERATED).integer) : 0;
  const since = extensions.get(INVALID_SINCE);
  const dates = since ? [at, readDer(since.value).is(GENERALIZED_TIME)] : [at];
  return { serial: serial.bytes, date: Math.min(...dates.map(timeOf)), reason };
}

// Whether one of these certificates signed a revocation list.
export function isSignedByOneOf(list, certificates) {
  const fits = ({ subject, usage }) => equal(subject, list.issuer) && (!usage || usage.has(CRL_SIGN));
  return anyOf(certificates.filter(fits), (certificate) => signs(certificate, list));
}
