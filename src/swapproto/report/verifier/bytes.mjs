// Byte strings: hexadecimal, comparison, joining, UTF-8, base64, and the error that every module throws.

export class SwapError extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}

export function fail(code) {
  throw new SwapError(code);
}

const failed = (error) => {
  if (error instanceof SwapError) return { value: null, code: error.code, unmatched: error.unmatched };
  throw error;
};

// The `value` that `work` returns, or the `code` with which it fails; and the same of what has to be awaited.
export function attempt(work) {
  try {
    return { value: work(), code: null };
  } catch (error) {
    return failed(error);
  }
}

export const attemptAsync = (work) => Promise.resolve().then(work).then((value) => ({ value, code: null }), failed);

// What `work` returns; whatever it rejects has this code instead.
export function coded(otherwise, work) {
  const { value, code } = attempt(work);
  return code ? fail(otherwise) : value;
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function hex(bytes) {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const concat = (...parts) => concatAll(parts);
export const lengthOf = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

// Join an array, which may have more parts than a call has arguments, at the beginning of `whole`.
export function concatAll(parts, whole = new Uint8Array(lengthOf(parts))) {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function compare(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

export const equal = (a, b) => a.length === b.length && compare(a, b) === 0;

export function startsWith(bytes, beginning, at = 0) {
  if (at < 0 || at + beginning.length > bytes.length) return false;
  for (let i = 0; i < beginning.length; i++) if (bytes[at + i] !== beginning[i]) return false;
  return true;
}

export function indexOf(bytes, wanted, from = 0) {
  for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    if (startsWith(bytes, wanted, at)) return at;
  }
  return -1;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
export const utf8 = (text) => ENCODER.encode(text);

export function fromUtf8(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length && bytes.length < 48 && bytes[i] < 128; i++) text += String.fromCharCode(bytes[i]);
  if (text.length === bytes.length) return text;
  try {
    return DECODER.decode(bytes);
  } catch {
    return null;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
export const base64url = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

// Decode base64 (its ASCII bytes) with correct padding and zero unused bits into a buffer: how long it is, or -1.
export function decodeBase64(ascii, bytes, start = 0) {
  let { length } = ascii;
  if (length % 4) return -1;
  if (ascii[length - 1] === 61) length -= ascii[length - 2] === 61 ? 2 : 1;
  let word = 0;
  let at = start;
  for (let i = 0; i < length; i++) {
    const digit = DIGITS[ascii[i]];
    if (digit < 0) return -1;
    word = ((word << 6) | digit) & 0xffffff;
    if (i % 4 === 3) {
      bytes[at++] = word >> 16;
      bytes[at++] = (word >> 8) & 255;
      bytes[at++] = word & 255;
    }
  }
  const rest = length % 4;
  if (rest === 1 || (rest === 2 && word & 15) || (rest === 3 && word & 3)) return -1;
  if (rest) bytes[at++] = rest === 2 ? word >> 4 : word >> 10;
  if (rest === 3) bytes[at++] = (word >> 2) & 255;
  return at - start;
}

export function unbase64(ascii) {
  const bytes = new Uint8Array(ascii.length);
  const length = decodeBase64(ascii, bytes);
  return length < 0 ? null : bytes.subarray(0, length);
}

// Bytes as an integer, and back, in either order.
export const bigEndian = (bytes) => BigInt('0x' + (hex(bytes) || '0'));
export const toBigEndian = (number, length) => unhex(number.toString(16).padStart(2 * length, '0'));
export const littleEndian = (bytes) => bigEndian(Uint8Array.from(bytes).reverse());
export const toLittleEndian = (number, length) => toBigEndian(number, length).reverse();
