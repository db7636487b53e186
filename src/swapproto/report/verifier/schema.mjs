// Schemas as a reader checks them (6.1), and the parts of entries (6.2).

import { decodeOr, encode, isInteger } from './cbor.mjs';
import { arrayOf, integerFrom, isFieldTitle, isText, oneOf, textOf, unique } from './forms.mjs';

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
  required: isTrue,
  unique: onlyFor(SCALARS, isTrue),
  enum: onlyFor(['string'], isEnum),
  pattern: onlyFor(['string'], isBoundText),
  minLength: onlyFor(['string'], isLength),
  maxLength: onlyFor(['string'], isLength),
  minimum: isBound,
  maximum: isBound,
};

const has = (map, form) => map instanceof Map && [...map].every(([key, value]) => form(key, value));
const knows = (table, key) => isText(key) && Object.hasOwn(table, key);
const areConstraints = (value, type) => value instanceof Map && value.size >= 1 && value.size <= 8 &&
  has(value, (key, content) => knows(CONSTRAINTS, key) && CONSTRAINTS[key](content, type));

const FIELD = {
  name: textOf(1, 256),
  type: (value) => knows(TYPES, value),
  title: isFieldTitle,
  description: textOf(1, 16384),
  restricted: isTrue,
  constraints: areConstraints,
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
