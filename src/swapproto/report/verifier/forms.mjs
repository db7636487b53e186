// The forms of values: small predicates of which bodies (5.2) and schemas (6.1) are put together, and entries (6.2).
import { compare, utf8 } from './bytes.mjs';
import { Tagged, decodeOr, encode, isInteger } from './cbor.mjs';

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

export const HIDDEN =
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

const LIMIT = 65536;
const isTrue = oneOf(true);
const isBoundText = textOf(1, 256);
const isLength = integerFrom(0, 65536);
const isEnum = (value) => arrayOf(1, 512, textOf(1, 256))(value) && unique(value);

// The form of a value in an entry, by the type of its field.
const TYPES = {
  string: isText, number: isText, date: isText, partialdate: isText, datetime: isText, integer: isInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => value instanceof Map && [...value.keys()].every(isText),
};

const SCALARS = ['string', 'number', 'date', 'partialdate', 'datetime', 'integer', 'boolean'];
const onlyFor = (types, form) => (value, type) => types.includes(type) && form(value);
const isBound = (value, type) =>
  type === 'integer' ? isInteger(value) : ['number', 'date', 'partialdate'].includes(type) && isBoundText(value);

const CONSTRAINTS = {
  required: isTrue, unique: onlyFor(SCALARS, isTrue), enum: onlyFor(['string'], isEnum),
  pattern: onlyFor(['string'], isBoundText), minLength: onlyFor(['string'], isLength),
  maxLength: onlyFor(['string'], isLength), minimum: isBound, maximum: isBound,
};

const has = (map, form) => map instanceof Map && [...map].every(([key, value]) => form(key, value));
const knows = (table, key) => isText(key) && Object.hasOwn(table, key);
const areConstraints = (value, type) => value instanceof Map && value.size >= 1 && value.size <= 8 &&
  has(value, (key, content) => knows(CONSTRAINTS, key) && CONSTRAINTS[key](content, type));

const FIELD = {
  name: textOf(1, 256), type: (value) => knows(TYPES, value), title: isFieldTitle, description: textOf(1, 16384),
  restricted: isTrue, constraints: areConstraints,
};

const isField = (field) => field instanceof Map && field.has('name') && field.has('type') &&
  has(field, (key, value) => knows(FIELD, key) && FIELD[key](value, field.get('type')));
const isMissing = (value) => arrayOf(1, 16, textOf(0, 64))(value) && unique(value);

// Whether a value satisfies 6.1.
export function isSchema(schema) {
  if (!(schema instanceof Map) || !schema.has('fields')) return false;
  const fields = schema.get('fields');
  if (!arrayOf(1, 128, isField)(fields) || !unique(fields.map((field) => field.get('name')))) return false;
  const open = fields.filter((field) => !field.has('restricted')).map((field) => field.get('name'));
  const isPrimary = (value) => arrayOf(1, 8, (name) => open.includes(name))(value) && unique(value);
  const forms = { fields: () => true, primaryKey: isPrimary, missingValues: isMissing };
  return has(schema, (key, value) => knows(forms, key) && forms[key](value)) && encode(schema).length <= LIMIT;
}

// The fields of the public part and of the restricted part: maps of names to types; the second is null without any.
export function partsOf(schema) {
  const fields = schema.get('fields');
  const part = (restricted) =>
    new Map(fields.filter((f) => f.has('restricted') === restricted).map((f) => [f.get('name'), f.get('type')]));
  const restricted = part(true);
  return { open: part(false), restricted: restricted.size ? restricted : null };
}

function isPartValue(value) {
  if (value instanceof Uint8Array) return false;
  if (Array.isArray(value)) return value.every(isPartValue);
  if (!(value instanceof Map)) return true;
  return value.size <= 128 && has(value, (key, content) => isText(key) && isPartValue(content));
}

// Read an encoded part: a map that satisfies 6.2 as far as that needs no schema.
export function readPart(bytes) {
  const part = bytes.length <= LIMIT ? decodeOr('entry-invalid', bytes, 4) : null;
  return part instanceof Map && isPartValue(part) ? part : null;
}

// Whether a part has exactly these fields, each null or of its type.
export const fits = (part, fields) => part.size === fields.size &&
  [...fields].every(([name, type]) => part.has(name) && (part.get(name) === null || TYPES[type](part.get(name))));
