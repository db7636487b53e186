// The bodies of the kinds of statement: exactly these fields, each of this form (4.4, 7.4, 9 and 17).

import { hex } from './bytes.mjs';
import {
  MOST_ENTRIES, MOST_INTEGER, arrayOf, bytesOf, fieldsOf, idsOf, integerFrom, isCondition, isId, isNull, isRole,
  isTime, isTitle, nameOf, oneOf, orNull, tupleOf, unique,
} from './forms.mjs';

const seen = idsOf(0, 32);
const nonce = bytesOf(16);
const isBoolean = oneOf(true, false);
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
    name: nameOf(256),
    verify: bytesOf(32),
    encrypt: bytesOf(1216),
    notAfter: orNull(isTime),
    seen: arrayOf(0, 0, isId),
  }, ofSigner),
  commitment: kind({
    role: isRole,
    list: bytesOf(16),
    version: integerFrom(1, MOST_INTEGER),
    previous: orNull(isId),
    exchange: orNull(isId),
    answers: orNull(isId),
    schema: isId,
    count: integerFrom(0, MOST_ENTRIES),
    root: isId,
    envelope: isId,
    key: isId,
    beacon: orNull(tupleOf(integerFrom(1, MOST_INTEGER), bytesOf(48))),
    seen,
  }, {
    is: (body) => isNull(body.previous) === (body.version === 1),
    sub: (body) => hex(body.exchange ?? body.list),
  }),
  reveal: kind({
    nonce,
    commitment: isId,
    given: idsOf(0, 40),
    cek: orNull(bytesOf(32)),
    wrap: orNull(isWrapToOne),
    seen,
  }, { is: (body) => isNull(body.cek) !== isNull(body.wrap) }),
  terms: kind({
    nonce,
    title: isTitle,
    slots: arrayOf(2, 16, tupleOf(isId, isRole, orNull(integerFrom(0, MOST_ENTRIES)))),
    mediators: idsOf(0, 4),
    schema: orNull(isId),
    deadlines: fieldsOf(DEADLINES),
    grace: integerFrom(0, 31622400),
    clocks: arrayOf(0, 4, isClock),
    quorum: orNull(integerFrom(1, 4)),
    beacon: orNull(isId),
    delivery: isBoolean,
    release: oneOf(1, 2),
    conditions: arrayOf(0, 16, isCondition),
    replaces: orNull(isId),
    seen,
  }, { is: areTerms, ...ofSigner }),
  accept: kind({
    nonce,
    exchange: isId,
    for: isId,
    number: integerFrom(0, 255),
    encrypt: bytesOf(1216),
    seen,
  }, { sub: (body) => hex(body.exchange) }),
  receipt: kind({
    nonce,
    commitment: isId,
    envelope: isId,
    stage: oneOf('received', 'opened', 'unopenable'),
    tag: orNull(isId),
    source: orNull(isId),
    key: orNull(isId),
    seed: orNull(bytesOf(32)),
    wrap: orNull(isWrapToOne),
    seen,
  }, { is: isReceipt }),
  review: kind({ nonce, commitment: isId, verdict: oneOf('agreed', 'contested'), details: orNull(isId), seen }),
  withdraw: kind({ nonce, target: isId, reason: orNull(nameOf(512)), seen }),
  revoke: kind({ nonce, since: isTime, seen }, ofSigner),
};

// Read a body of a kind, as an object, or return null.
export function readBody(name, map) {
  const body = KINDS[name].isFormed(map) && Object.fromEntries(map);
  return body && KINDS[name].is(body) ? body : null;
}
