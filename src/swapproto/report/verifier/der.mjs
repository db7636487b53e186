// DER as 18.2 reads it: everything is checked once, without recursion, and then taken apart where it is described.
import { bigEndian, concat, fail, fromUtf8 } from './bytes.mjs';

export const must = (condition) => condition || fail('token-malformed');

// One element: its identifier byte, its content, and all of its bytes.
class Element {
  constructor(id, content, bytes) {
    Object.assign(this, { id, content, bytes });
  }

  get children() {
    must(this.id & 0x20);
    const found = [];
    for (let at = 0; at < this.content.length; at += found.at(-1).bytes.length) {
      found.push(elementAt(this.content, at, this.content.length));
    }
    return found;
  }

  is(id) {
    must(this.id === id);
    return this;
  }

  get oid() {
    this.is(OID);
    const arcs = [0];
    for (const byte of this.content) {
      arcs.push(arcs.pop() * 128 + (byte & 127));
      if (byte < 128) arcs.push(0);
    }
    const [first, ...rest] = arcs.slice(0, -1);
    const root = Math.min(2, Math.floor(first / 40));
    return [root, first - 40 * root, ...rest].join('.');
  }

  get integer() {
    must(isShortInteger(this.content));
    const value = bigEndian(this.content);
    return this.content[0] & 0x80 ? value - (1n << BigInt(8 * this.content.length)) : value;
  }

  get boolean() {
    return this.is(BOOLEAN).content[0] === 0xff;
  }

  get bitOctets() {
    must(this.is(BIT_STRING).content[0] === 0);
    return this.content.subarray(1);
  }

  get bits() {
    this.is(BIT_STRING);
    const set = new Set();
    this.content.subarray(1).forEach((byte, i) => {
      for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) set.add(8 * i + bit);
    });
    return set;
  }
}

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OID = 0x06;
export const ENUMERATED = 0x0a;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;

function elementAt(bytes, at, end) {
  must(at + 2 <= end);
  const id = bytes[at];
  const number = id & 31;
  must(number !== 31 && (number !== 0 || id >> 6)); // other tags are not read
  let length = bytes[at + 1];
  let start = at + 2;
  if (length >= 0x80) {
    const size = length & 127;
    must(size >= 1 && size <= 4 && start + size <= end);
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + bytes[start + i];
    must(length >= (size === 1 ? 128 : 256 ** (size - 1))); // shortest
    start += size;
  }
  must(start + length <= end);
  return new Element(id, bytes.subarray(start, start + length), bytes.subarray(at, start + length));
}

const isShortInteger = (content) => content.length === 1 ||
  (content.length > 1 && content[0] !== (content[1] & 0x80 ? 0xff : 0));
const isBitString = (content) =>
  (content.length === 1 ? content[0] === 0 : content[0] < 8 && (content.at(-1) & ((1 << content[0]) - 1)) === 0);
const isOid = (content) => content.at(-1) < 0x80 &&
  content.every((byte, i) => byte !== 0x80 || (i > 0 && content[i - 1] & 0x80));

function isUtf16(content) {
  try {
    return new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(content).length * 2 === content.length;
  } catch {
    return false;
  }
}

function isUtf32(content) {
  const word = (_, i) => Number(bigEndian(content.subarray(4 * i, 4 * i + 4)));
  const words = Array.from({ length: content.length / 4 }, word);
  return content.length % 4 === 0 && words.every((word) => word < 0x110000 && (word < 0xd800 || word > 0xdfff));
}

const PRIMITIVES = new Map([
  [BOOLEAN, (c) => c.length === 1 && (c[0] === 0 || c[0] === 0xff)], [NULL, (c) => c.length === 0],
  [INTEGER, isShortInteger], [ENUMERATED, isShortInteger], [BIT_STRING, isBitString], [OID, isOid],
  [0x0c, (c) => fromUtf8(c) !== null], [0x1e, isUtf16], [0x1c, isUtf32],
]);

export function readDer(bytes) {
  const ends = [];
  let at = 0;
  while (at < bytes.length) {
    const end = ends.length ? ends[ends.length - 1] : bytes.length;
    const element = elementAt(bytes, at, end);
    if (element.id < 0x40) {
      const plural = [SEQUENCE & 31, SET & 31].includes(element.id & 31);
      must(plural === Boolean(element.id & 0x20));
      must(PRIMITIVES.get(element.id)?.(element.content) ?? true);
    }
    at += element.bytes.length;
    if (element.id & 0x20) {
      ends.push(at);
      at -= element.content.length;
    }
    while (ends.length && at === ends[ends.length - 1]) ends.pop();
    must(ends.length || at === bytes.length);
  }
  return elementAt(bytes, 0, bytes.length);
}

export const ANY = null;
export const maybe = (...ids) => ({ ids });

// Take a SEQUENCE apart: its parts one after the other, each of an identifier or ANY, or null where it may be absent.
export function fields(element, ...forms) {
  const rest = element.is(SEQUENCE).children;
  const found = forms.map((form) => {
    if (form?.ids) return rest.length && form.ids.includes(rest[0].id) ? rest.shift() : null;
    const next = rest.shift() ?? fail('token-malformed');
    return form === ANY ? next : next.is(form);
  });
  must(!rest.length);
  return found;
}

export function within({ children }, id = ANY) {
  must(children.length === 1);
  return id === ANY ? children[0] : children[0].is(id);
}

// Signed attributes as they were signed: as a SET instead of with their implicit tag.
export const asSet = (element) => concat(Uint8Array.of(SET), element.bytes.subarray(1));

export function timeOf({ id, content }) {
  must(id === UTC_TIME || id === GENERALIZED_TIME);
  const text = String.fromCharCode(...content.subarray(0, 20));
  must(text.length === (id === UTC_TIME ? 13 : 15) && text.endsWith('Z'));
  return secondsOf((id === GENERALIZED_TIME ? '' : text >= '5' ? '19' : '20') + text.slice(0, -1));
}

// The seconds until a time of fourteen digits, if there is such a day and such a time of day.
export function secondsOf(digits) {
  must(/^\d{14}$/.test(digits));
  const iso = digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = Date.parse(iso);
  must(!Number.isNaN(time) && new Date(time).toISOString() === iso);
  return time / 1000;
}
