// The forms of values: small predicates from which bodies (5.2) and schemas (6.1) are put together.

import { compare, utf8 } from './bytes.mjs';
import { isInteger } from './cbor.mjs';

export const MOST_SECONDS = 253402300799;
export const MOST_ENTRIES = 2 ** 20;
export const MOST_INTEGER = 2n ** 63n - 1n;

export const sizeOf = (text) => utf8(text).length;

export const bytesOf = (length) => (value) => value instanceof Uint8Array && value.length === length;
export const textOf = (least, most) => (value) =>
  typeof value === 'string' && sizeOf(value) >= least && sizeOf(value) <= most;
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

export function ascending(values) {
  return values.every((value, i) => i === 0 || compare(values[i - 1], value) < 0);
}

export const idsOf = (least, most) => (value) => arrayOf(least, most, isId)(value) && ascending(value);

// A map with exactly these text keys, each with its form.
export function hasFields(value, forms) {
  if (!(value instanceof Map)) return false;
  const names = Object.keys(forms);
  return value.size === names.length && names.every((name) => value.has(name) && forms[name](value.get(name)));
}

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

export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/;

const inLanguages = (form) => (value) =>
  form(value) ||
  (value instanceof Map && value.size >= 1 && value.size <= 16 &&
    [...value].every(([tag, text]) => typeof tag === 'string' && LANGUAGE.test(tag) && form(text)));

export const isTitle = inLanguages(titleText);
export const isCondition = inLanguages(conditionText);
export const isFieldTitle = inLanguages(textOf(1, 512));
export const isRole = (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value);
