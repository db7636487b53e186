// Deterministic CBOR (section 3.1). Integers are numbers where a double holds them, and otherwise BigInt;
// byte strings are Uint8Array, arrays are arrays, maps are Map, and a tagged item is a Tagged.
import { coded, compare, concat, concatAll, fail, fromUtf8, utf8 } from './bytes.mjs';

export class Tagged {
  constructor(tag, value) {
    Object.assign(this, { tag, value });
  }
}

const TAGS = new Set([18, 96, 1398227280]);
const LIMIT = 2n ** 63n;

// One head: `major`, `info`, `argument` (rounded to a double), where it ends, and whether it is in shortest form.
class Head {
  read(bytes, at, end) {
    if (at >= end) return false;
    this.major = bytes[at] >> 5;
    this.info = bytes[at] & 31;
    const size = this.info < 24 ? 0 : this.info < 28 ? 1 << (this.info - 24) : -1;
    this.next = at + 1 + size;
    if (size < 0 || this.next > end) return false;
    let argument = size ? 0 : this.info;
    for (let i = at + 1; i < this.next; i++) argument = argument * 256 + bytes[i];
    this.argument = argument;
    if (this.major === 7) this.shortest = size !== 1 || argument >= 32;
    else this.shortest = size < 2 ? !size || argument >= 24 : argument >= 2 ** (4 * size);
    return true;
  }
}

// Find the end of the item at `at` by its heads alone: 3.1, step 1, its depth, and the largest number of pairs.
// With `framing`, as 3.2 does: heads in any form, no deeper and no more of them than it says.
// `deepest` stops at a depth where it does not matter what else is wrong.
export function measure(bytes, at, end, framing = null, deepest = framing?.deepest ?? Infinity) {
  const head = new Head();
  const open = [];
  let [left, depth, pairs, heads] = [1, 0, 0, 0];
  for (;;) {
    while (left === 0) {
      if (!open.length) return { end: at, depth, pairs, heads };
      left = open.pop();
    }
    const readable = head.read(bytes, at, end);
    heads++;
    if (framing && heads > framing.heads) return { code: 'too-large', heads };
    if (!readable || (!framing && !head.shortest)) return { code: 'malformed', heads };
    at = head.next;
    left--;
    if (head.major >= 2 && head.major <= 5 && head.argument > end - at) return { code: 'malformed', heads };
    if (head.major === 2 || head.major === 3) {
      at += head.argument;
    } else if (head.major === 4 || head.major === 5) {
      open.push(left);
      depth = Math.max(depth, open.length);
      if (depth > deepest) return { code: 'malformed', heads };
      left = head.major === 4 ? head.argument : 2 * head.argument;
      if (head.major === 5) pairs = Math.max(pairs, head.argument);
    } else if (head.major === 6) {
      left++;
    }
  }
}

const EMPTY = new Map(); // one for all: a hostile item can have millions

class Reader {
  constructor(bytes) {
    Object.assign(this, { bytes, at: 0, head: new Head(), badType: false, badText: false, badOrder: false });
  }

  integer(start, head) {
    if (head.argument <= Number.MAX_SAFE_INTEGER) return head.major ? -1 - head.argument : head.argument;
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + start + 1).getBigUint64(0);
    if (value >= LIMIT) this.badType = true;
    return head.major ? plain(-1n - value) : value;
  }

  item(top = false) {
    const { head, bytes } = this;
    const start = this.at;
    head.read(bytes, start, bytes.length);
    this.at = head.next;
    const { major, argument } = head;
    if (major < 2) return this.integer(start, head);
    if (major < 4) {
      const content = bytes.subarray(this.at, (this.at += argument));
      const text = major === 2 ? content : fromUtf8(content);
      this.badText ||= text === null;
      return text ?? '';
    }
    if (major === 4) {
      const array = [];
      for (let i = 0; i < argument; i++) array.push(this.item());
      return array;
    }
    if (major === 5) return this.map(argument);
    this.badType ||= major === 6 ? !top || !TAGS.has(argument) : bytes[start] < 0xf4 || bytes[start] > 0xf6;
    if (major === 6) return new Tagged(argument, this.item());
    return bytes[start] === 0xf6 ? null : bytes[start] === 0xf5;
  }

  map(count) {
    if (!count) return EMPTY;
    const map = new Map();
    let before = null;
    for (let i = 0; i < count; i++) {
      const start = this.at;
      const key = this.item();
      const encoded = this.bytes.subarray(start, this.at);
      this.badOrder ||= before !== null && compare(before, encoded) >= 0;
      before = encoded;
      map.set(key, this.item());
    }
    return map;
  }
}

// Read the item that begins `bytes`, of at most so many heads; return it and where it ends. Steps 1 and 3 to 5 of 3.1.
export function decodeFirst(bytes, depth, heads) {
  const size = measure(bytes, 0, bytes.length, null, depth);
  if (size.heads > heads) fail('too-large');
  return checked(bytes, size, depth);
}

function checked(bytes, size, depth, pairs = Infinity) {
  if (size.code) fail(size.code);
  if (size.depth > depth) fail('too-deep');
  if (size.pairs > pairs) fail('too-large');
  const reader = new Reader(bytes);
  const value = reader.item(true);
  if (reader.badType) fail('type-not-allowed');
  if (reader.badText) fail('malformed');
  if (reader.badOrder) fail('not-deterministic');
  return { value, end: size.end };
}

// Read one item by 3.1, to this depth, with at most so many pairs in a map.
export function decode(bytes, depth, pairs = Infinity) {
  const size = measure(bytes, 0, bytes.length);
  if (!size.code && size.end < bytes.length) fail('malformed');
  return checked(bytes, size, depth, pairs).value;
}

// Read an item within an artefact: whatever 3.1 rejects has the code of the step.
export const decodeOr = (code, bytes, depth, pairs) => coded(code, () => decode(bytes, depth, pairs));

export function plain(integer) {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

export const isInteger = (value) => Number.isSafeInteger(value) || typeof value === 'bigint';

function headOf(major, argument) {
  const n = BigInt(argument);
  const size = n < 24n ? 0 : n < 256n ? 1 : n < 65536n ? 2 : n < 2n ** 32n ? 4 : 8;
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) | (size ? 24 + Math.log2(size) : Number(n));
  for (let i = 0; i < size; i++) bytes[size - i] = Number((n >> BigInt(8 * i)) & 255n);
  return bytes;
}

// Encode a value; plain objects are maps with text keys.
export function encode(value) {
  if (value === null || typeof value === 'boolean') return Uint8Array.of(value === null ? 0xf6 : value ? 0xf5 : 0xf4);
  if (isInteger(value)) return value < 0 ? headOf(1, -1n - BigInt(value)) : headOf(0, value);
  if (typeof value === 'string') return concat(headOf(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return concat(headOf(2, value.length), value);
  if (Array.isArray(value)) return concatAll([headOf(4, value.length), ...value.map(encode)]);
  if (value instanceof Tagged) return concat(headOf(6, value.tag), encode(value.value));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const pairs = entries.map(([key, content]) => [encode(key), encode(content)]);
  pairs.sort(([a], [b]) => compare(a, b));
  return concatAll([headOf(5, pairs.length), ...pairs.flat()]);
}
