// The forms of values: small predicates from which bodies (5.2) and schemas (6.1) are put together.

import { compare, utf8 } from './bytes.mjs';
import { Tagged, isInteger } from './cbor.mjs';

export const SWAP = 1398227280; // the tag of stamps and disclosures
export const MOST_SECONDS = 253402300799;
export const MOST_ENTRIES = 2 ** 20;
export const MOST_INTEGER = 2n ** 63n - 1n;
export const unique = (texts) => new Set(texts).size === texts.length;
const sizeOf = (text) => utf8(text).length;
export const isBytes = (value) => value instanceof Uint8Array;
export const isText = (value) => typeof value === 'string';
export const bytesFrom = (least, most) => (value) => isBytes(value) && value.length >= least && value.length <= most;
export const bytesOf = (length) => bytesFrom(length, length);
export const textOf = (least, most) => (value) => isText(value) && sizeOf(value) >= least && sizeOf(value) <= most;
export const integerFrom = (least, most) => (value) => isInteger(value) && value >= least && value <= most;
export const orNull = (form) => (value) => value === null || form(value);
export const oneOf = (...values) => (value) => values.includes(value);
export const isNull = (value) => value === null;
export const arrayOf = (least, most, form) => (value) =>
  Array.isArray(value) && value.length >= least && value.length <= most && value.every(form);
export const tupleOf = (...forms) => (value) =>
  Array.isArray(value) && value.length === forms.length && forms.every((form, i) => form(value[i]));

export const isId = bytesOf(32);
export const isTime = integerFrom(0, MOST_SECONDS);
export const ascending = (values) => values.every((value, i) => i === 0 || compare(values[i - 1], value) < 0);
export const idsOf = (least, most) => (value) => arrayOf(least, most, isId)(value) && ascending(value);

// A map with exactly these keys, each with its form: as pairs, or as an object where they are texts.
export const mapOf = (pairs) => (value) => value instanceof Map && value.size === pairs.length &&
  pairs.every(([key, form]) => value.has(key) && form(value.get(key)));
export const fieldsOf = (forms) => mapOf(Object.entries(forms));

// What is within a tag, if it has this form, or null.
export const untag = (tag, form, item) =>
  (item instanceof Tagged && item.tag === tag && form(item.value) ? item.value : null);

const HIDDEN =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u17b4-\\u17b5\\u180e\\u200b-\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
const SPACES = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u2800\\u3000';
const FORBIDDEN = new RegExp(`[${HIDDEN}${SPACES}]`, 'u');

// The form of a name (4.4), of at most so many bytes.
export const nameOf = (most) => (value) =>
  textOf(1, most)(value) && !FORBIDDEN.test(value) && !/^ | $| {2}/.test(value);

const ADDRESS_DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/;
const addressesFixed = (text) => !text.includes('://') || ADDRESS_DIGEST.test(text);
const titleText = (value) => nameOf(512)(value) && addressesFixed(value);
const conditionText = (value) =>
  textOf(1, 16384)(value) && !FORBIDDEN.test(value.replaceAll('\n', '')) && addressesFixed(value);

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/;
const inLanguages = (form) => (value) => form(value) || (value instanceof Map && value.size >= 1 && value.size <= 16 &&
    [...value].every(([tag, text]) => isText(tag) && LANGUAGE.test(tag) && form(text)));
export const isTitle = inLanguages(titleText);
export const isCondition = inLanguages(conditionText);
export const isFieldTitle = inLanguages(textOf(1, 512));
export const isRole = (value) => isText(value) && /^[a-z][a-z0-9-]{0,31}$/.test(value);
