// Certificates and revocation lists (18.2 and 18.3), and which certificate issues which.

import { attempt, equal, hex } from './bytes.mjs';
import {
  ANY, BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME, fields,
  maybe, must, readDer, timeOf, within,
} from './der.mjs';
import { algorithmOf, schemeFor, soundKey, verifies } from './signatures.mjs';
import { sha256 } from './sha2.mjs';

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const BASIC = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED = '2.5.29.37';
const POLICIES = '2.5.29.32';
const NAME_CONSTRAINTS = '2.5.29.30';
const ALTERNATIVE = '2.5.29.17';
const REASON = '2.5.29.21';
const INVALID_SINCE = '2.5.29.24';
const UNDERSTOOD = new Set([BASIC, KEY_USAGE, EXTENDED, POLICIES]);
const STRINGS = [0x12, 0x13, 0x14, 0x16, 0x0c, 0x1e, 0x1c];
export const CERT_SIGN = 5;
const CRL_SIGN = 6;

// A name, checked: sequences of sets, none empty, of a type with a text.
export function checkName(element) {
  for (const part of element.is(SEQUENCE).children) {
    const values = part.is(SET).children;
    must(values.length && values.every((value) => STRINGS.includes(fields(value, OID, ANY)[1].id)));
  }
  return element.bytes;
}

// Extensions by type: whether each is critical, and its octets. Each type is there once.
export function extensionsOf(element) {
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
  if (!extension) return { authority: false, length: null };
  const [authority, length] = fields(readDer(extension.value), maybe(BOOLEAN), maybe(INTEGER));
  must(!length || length.integer >= 0n);
  return { authority: authority?.boolean ?? false, length: length?.integer ?? null };
}

function purposesOf(extension) {
  if (!extension) return null;
  const purposes = readDer(extension.value).is(SEQUENCE).children.map((child) => child.oid);
  must(purposes.length);
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
    [...certificate.extensions].every(([type, { critical }]) => !critical || UNDERSTOOD.has(type));
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
  if (extended) mustNotBeCritical(extensionsOf(within(extended, SEQUENCE)));
  const revoked = (entries?.children ?? []).map((entry) => readRevoked(entry, version));
  return { ...says, issuer: checkName(issuer), entries: revoked };
}).value;

function mustNotBeCritical(extensions) {
  for (const { critical } of extensions.values()) must(!critical);
  return extensions;
}

function readRevoked(entry, version) {
  const [serial, at, extended] = fields(entry, INTEGER, ANY, maybe(SEQUENCE));
  must(!extended || version);
  const extensions = extended ? mustNotBeCritical(extensionsOf(extended)) : new Map();
  const reason = extensions.has(REASON) ? Number(readDer(extensions.get(REASON).value).is(ENUMERATED).integer) : 0;
  const since = extensions.get(INVALID_SINCE);
  const dates = since ? [at, readDer(since.value).is(GENERALIZED_TIME)] : [at];
  return { serial: serial.bytes, date: Math.min(...dates.map(timeOf)), reason };
}

// Whether one of these certificates signed a revocation list.
export async function isSignedByOneOf(list, certificates) {
  for (const certificate of certificates) {
    const fits = equal(certificate.subject, list.issuer) && (!certificate.usage || certificate.usage.has(CRL_SIGN));
    if (fits && (await signs(certificate, list))) return true;
  }
  return false;
}
