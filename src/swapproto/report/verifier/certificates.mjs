// Certificates and revocation lists (18.2 and 18.3), and which certificate issues which.

import { equal, hex } from './bytes.mjs';
import {
  BIT_STRING, BOOLEAN, ENUMERATED, Fields, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME,
  explicit, must, readDer, timeOf,
} from './der.mjs';
import { algorithmOf, publicKeyOf, schemeFor, soundKey, verifies } from './signatures.mjs';
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
    must(values.length);
    for (const value of values) {
      const fields = new Fields(value);
      fields.take(OID);
      must(STRINGS.includes(fields.take().id));
      fields.done();
    }
  }
  return element.bytes;
}

// Extensions by type: whether each is critical, and its octets. Each type is there once.
export function extensionsOf(element) {
  const found = new Map();
  for (const extension of element.children) {
    const fields = new Fields(extension);
    const type = fields.take(OID).oid;
    const critical = fields.maybe(BOOLEAN)?.boolean ?? false;
    const value = fields.take(OCTET_STRING).content;
    fields.done();
    must(!found.has(type));
    found.set(type, { critical, value });
  }
  must(found.size);
  return found;
}

const TIMES = [UTC_TIME, GENERALIZED_TIME];

// Read a certificate, or throw a DerError.
export function readCertificate(bytes) {
  const outer = new Fields(readDer(bytes));
  const signed = outer.take(SEQUENCE);
  const algorithm = outer.take(SEQUENCE);
  const signature = outer.take(BIT_STRING).bitOctets;
  outer.done();
  const fields = new Fields(signed);
  const stated = fields.maybe(0xa0);
  const version = stated ? explicit(stated).is(INTEGER).integer : 0n;
  must(version >= 0n && version <= 2n);
  const serial = fields.take(INTEGER).bytes;
  must(equal(fields.take(SEQUENCE).bytes, algorithm.bytes));
  const issuer = checkName(fields.take(SEQUENCE));
  const validity = new Fields(fields.take(SEQUENCE));
  const [notBefore, notAfter] = [timeOf(validity.take()), timeOf(validity.take())];
  validity.done();
  const subject = checkName(fields.take(SEQUENCE));
  const keyInfo = fields.take(SEQUENCE);
  const key = publicKeyOf(keyInfo);
  for (const id of [0x81, 0x82]) fields.maybe(id);
  const extended = fields.maybe(0xa3);
  fields.done();
  must(!extended || version === 2n);
  const extensions = extended ? extensionsOf(explicit(extended).is(SEQUENCE)) : new Map();
  const digest = sha256(bytes);
  return {
    bytes, digest, name: hex(digest), signed: signed.bytes, algorithm: algorithmOf(algorithm), signature,
    serial, issuer, subject, notBefore, notAfter, key: soundKey(key), keyName: hex(sha256(keyInfo.bytes)), extensions,
    constraints: basicConstraints(extensions.get(BASIC)),
    usage: extensions.has(KEY_USAGE) ? readDer(extensions.get(KEY_USAGE).value).bits : null,
    purposes: purposesOf(extensions.get(EXTENDED)),
    purposesCritical: extensions.get(EXTENDED)?.critical ?? false,
  };
}

function basicConstraints(extension) {
  if (!extension) return { authority: false, length: null };
  const fields = new Fields(readDer(extension.value));
  const authority = fields.maybe(BOOLEAN)?.boolean ?? false;
  const length = fields.maybe(INTEGER)?.integer ?? null;
  fields.done();
  must(length === null || length >= 0n);
  return { authority, length };
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
  try {
    const extension = certificate.extensions.get(ALTERNATIVE);
    return extension ? readDer(extension.value).is(SEQUENCE).children.map((child) => child.bytes) : [];
  } catch {
    return [];
  }
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
export function readRevocations(bytes) {
  try {
    const outer = new Fields(readDer(bytes));
    const signed = outer.take(SEQUENCE);
    const algorithm = outer.take(SEQUENCE);
    const signature = outer.take(BIT_STRING).bitOctets;
    outer.done();
    const fields = new Fields(signed);
    const version = fields.maybe(INTEGER);
    must(!version || version.integer === 1n);
    must(equal(fields.take(SEQUENCE).bytes, algorithm.bytes));
    const issuer = checkName(fields.take(SEQUENCE));
    timeOf(fields.take());
    const next = fields.maybe(...TIMES);
    if (next) timeOf(next);
    const entries = (fields.maybe(SEQUENCE)?.children ?? []).map((entry) => readRevoked(entry, version));
    const extended = fields.maybe(0xa0);
    fields.done();
    must(!extended || version);
    if (extended) mustNotBeCritical(extensionsOf(explicit(extended).is(SEQUENCE)));
    return { signed: signed.bytes, algorithm: algorithmOf(algorithm), signature, issuer, entries };
  } catch {
    return null;
  }
}

function mustNotBeCritical(extensions) {
  for (const { critical } of extensions.values()) must(!critical);
  return extensions;
}

function readRevoked(entry, version) {
  const fields = new Fields(entry);
  const serial = fields.take(INTEGER).bytes;
  let date = timeOf(fields.take());
  const extended = fields.maybe(SEQUENCE);
  fields.done();
  must(!extended || version);
  const extensions = extended ? mustNotBeCritical(extensionsOf(extended)) : new Map();
  const reason = extensions.has(REASON) ? Number(readDer(extensions.get(REASON).value).is(ENUMERATED).integer) : 0;
  if (extensions.has(INVALID_SINCE)) {
    date = Math.min(date, timeOf(readDer(extensions.get(INVALID_SINCE).value).is(GENERALIZED_TIME)));
  }
  return { serial, date, reason };
}

// Whether one of these certificates signed a revocation list.
export async function isSignedByOneOf(list, certificates) {
  for (const certificate of certificates) {
    const fits = equal(certificate.subject, list.issuer) && (!certificate.usage || certificate.usage.has(CRL_SIGN));
    if (fits && (await signs(certificate, list))) return true;
  }
  return false;
}
