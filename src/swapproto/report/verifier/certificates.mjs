// Certificates and revocation lists (18.2 and 18.3): which issues which, whose clock a token is of, and when a stamp
// ends (18.7).
import { attempt, compare, equal, fail, hex, utf8 } from './bytes.mjs';
import {
  ANY, BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME, fields,
  maybe, must, readDer, timeOf, within,
} from './der.mjs';
import { MOST_SECONDS } from './forms.mjs';
import { sha256 } from './hashes.mjs';
import { algorithmOf, schemeFor, soundKey, verifies } from './signatures.mjs';

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

function readSigned(bytes) {
  const [signed, algorithm, signature] = fields(readDer(bytes), SEQUENCE, SEQUENCE, BIT_STRING);
  const says = { signed: signed.bytes, algorithm: algorithmOf(algorithm), signature: signature.bitOctets };
  return { signed, algorithm, says };
}

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

export function isSignedByOneOf(list, certificates) {
  const fits = ({ subject, usage }) => equal(subject, list.issuer) && (!usage || usage.has(CRL_SIGN));
  return anyOf(certificates.filter(fits), (certificate) => signs(certificate, list));
}

const LONGEST = 8; // a chain
const [REMOVED, HARMLESS] = [8, [3, 4, 5]]; // reasons of revocations

// A pinned operator: its certificates themselves.
export function pinnedOperator({ name, certificates, accuracy }) {
  const read = certificates.map(readCertificate);
  return { name, accuracy, anchors: new Set(read.map((one) => one.name)), certificates: read };
}

// An operator of terms: SHA-256 of its certificates.
export const agreedOperator = ([name, digests, accuracy]) =>
  ({ name, accuracy, anchors: new Set(digests.map(hex)), certificates: [] });

export const inOrderOfNames = (operators) => [...operators].sort((a, b) => compare(utf8(a.name), utf8(b.name)));

const distinct = (certificates) => [...new Map(certificates.map((one) => [one.name, one])).values()];

async function descendants(operator, atHand) {
  let level = atHand.filter((certificate) => operator.anchors.has(certificate.name));
  const found = new Set(level);
  for (let depth = 1; depth < LONGEST && level.length; depth++) {
    const next = [];
    for (const certificate of atHand.filter((one) => !found.has(one))) {
      if (await anyOf(level, (issuer) => issues(issuer, certificate))) next.push(certificate);
    }
    next.forEach((certificate) => found.add(certificate));
    level = next;
  }
  return found;
}

// What the lists say of each certificate at hand, as far as they are signed by one that descends from the operator.
async function revocationsOf(operator, atHand, lists) {
  const signers = lists.length ? [...(await descendants(operator, atHand))] : [];
  const found = new Map();
  for (const list of lists) {
    if (!(await isSignedByOneOf(list, signers))) continue;
    for (const { serial, date, reason } of list.entries) {
      if (reason === REMOVED) continue;
      for (const certificate of atHand.filter((one) => sameEntry(one, list.issuer, serial))) {
        found.set(certificate.name, [...(found.get(certificate.name) ?? []), { date, reason }]);
      }
    }
  }
  return found;
}

// Whether the signer's certificate reaches an anchor: from it upwards, one certificate further at each step.
// `usable` is asked of each certificate of a chain.
async function reaches(operator, signer, atHand, usable) {
  if (!usable(signer)) return false;
  let level = [signer];
  for (let between = 0; ; between++) {
    if (level.some((certificate) => operator.anchors.has(certificate.name))) return true;
    if (between === LONGEST - 1) return false;
    const below = between === 0 ? level : level.filter((c) => !c.purposes || c.purposes.includes(TIME_STAMPING));
    level = [];
    for (const certificate of atHand) {
      const { length } = certificate.constraints;
      if (!usable(certificate) || (length !== null && length < BigInt(between))) continue;
      if (await anyOf(below, (one) => issues(certificate, one))) level.push(certificate);
    }
  }
}

// The operator for which a token counts, with what revokes its signer's certificate; the codes are those of 18.3.
export async function operatorOf(token, operators, pinned, lists) {
  const atHand = distinct([...token.certificates, token.signer, ...pinned.flatMap(({ certificates }) => certificates)]);
  const { time, signer } = token;
  const inTime = (certificate) => certificate.notBefore <= time && time < certificate.notAfter;
  let code = 'token-untrusted';
  for (const operator of operators) {
    const revoked = await revocationsOf(operator, atHand, lists);
    const isRevoked = ({ name }) => (revoked.get(name) ?? []).some(({ date }) => date <= time);
    const tries = [
      [null, (c) => isUnderstood(c) && inTime(c) && !isRevoked(c)],
      ['token-revoked', (c) => isUnderstood(c) && inTime(c)],
      ['token-expired', isUnderstood],
    ];
    for (const [failure, usable] of tries) {
      if (!(await reaches(operator, signer, atHand, usable))) continue;
      if (!failure) return { operator, end: endOf(token, revoked.get(signer.name) ?? []) };
      if (failure === 'token-revoked' || code === 'token-untrusted') code = failure;
      break;
    }
  }
  return fail(code);
}

export const boundOf = (token, operator) => Math.min(MOST_SECONDS, token.time + (token.accuracy ?? operator.accuracy));

// When a stamp ends: 18.7.
function endOf({ signer, time }, revocations) {
  const weak = signer.key.kind === 'RSA' && signer.key.bits < 3072;
  const later = revocations.filter(({ date, reason }) => date > time && !HARMLESS.includes(reason));
  return Math.min(signer.notAfter, weak ? 1924991999 : 2082758399, ...later.map(({ date }) => date));
}
