// Whose clock a token is of (18.3), and when a stamp ends (18.7).

import { compare, fail, hex, utf8 } from './bytes.mjs';
import {
  TIME_STAMPING, anyOf, isSignedByOneOf, isUnderstood, issues, readCertificate, sameEntry,
} from './certificates.mjs';
import { MOST_SECONDS } from './forms.mjs';

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

const distinct = (certificates) =>
  [...new Map(certificates.map((certificate) => [certificate.name, certificate])).values()];

// The certificates at hand that descend from an operator.
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
