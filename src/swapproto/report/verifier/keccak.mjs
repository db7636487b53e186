// SHA-3 and SHAKE (FIPS 202) by hand: browsers have neither. A lane of 64 bits is two integers of 32, low and high.

const ROTATIONS = new Uint8Array(25);
const TARGETS = new Uint8Array(25);
for (let x = 1, y = 0, t = 0; t < 24; t++) {
  ROTATIONS[x + 5 * y] = ((t + 1) * (t + 2) / 2) % 64;
  [x, y] = [y, (2 * x + 3 * y) % 5];
}
for (let x = 0; x < 5; x++) for (let y = 0; y < 5; y++) TARGETS[x + 5 * y] = y + 5 * ((2 * x + 3 * y) % 5);

const CONSTANTS = new Int32Array(48);
for (let round = 0, lfsr = 1; round < 24; round++) {
  for (let j = 0; j < 7; j++) {
    const bit = 2 ** j - 1;
    if (lfsr & 1) CONSTANTS[2 * round + (bit >> 5)] |= 1 << (bit & 31);
    lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
  }
}

const column = new Int32Array(10);
const moved = new Int32Array(50);

function permute(s) {
  for (let round = 0; round < 24; round++) {
    for (let x = 0; x < 10; x++) column[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 5; x++) {
      const right = 2 * ((x + 1) % 5);
      const left = 2 * ((x + 4) % 5);
      const low = column[left] ^ ((column[right] << 1) | (column[right + 1] >>> 31));
      const high = column[left + 1] ^ ((column[right + 1] << 1) | (column[right] >>> 31));
      for (let y = 0; y < 50; y += 10) {
        s[y + 2 * x] ^= low;
        s[y + 2 * x + 1] ^= high;
      }
    }
    for (let i = 0; i < 25; i++) {
      const n = ROTATIONS[i] & 31;
      const swap = ROTATIONS[i] >> 5;
      const [low, high, to] = [s[2 * i + swap], s[2 * i + 1 - swap], 2 * TARGETS[i]];
      moved[to] = n ? (low << n) | (high >>> (32 - n)) : low;
      moved[to + 1] = n ? (high << n) | (low >>> (32 - n)) : high;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) {
        s[y + x] = moved[y + x] ^ (~moved[y + ((x + 2) % 10)] & moved[y + ((x + 4) % 10)]);
      }
    }
    s[0] ^= CONSTANTS[2 * round];
    s[1] ^= CONSTANTS[2 * round + 1];
  }
}

// Absorb the parts at this rate with this suffix; return a function that squeezes the next `length` bytes.
function sponge(rate, suffix, parts) {
  const state = new Int32Array(50);
  const bytes = new Uint8Array(state.buffer); // every platform with WebCrypto is little-endian
  let at = 0;
  const next = () => {
    permute(state);
    at = 0;
  };
  for (const part of parts) {
    for (const byte of part) {
      bytes[at++] ^= byte;
      if (at === rate) next();
    }
  }
  bytes[at] ^= suffix;
  bytes[rate - 1] ^= 0x80;
  next();
  return (length) => {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      if (at === rate) next();
      out[i] = bytes[at++];
    }
    return out;
  };
}

export const shake128Stream = (...parts) => sponge(168, 0x1f, parts);
export const shake256 = (length, ...parts) => sponge(136, 0x1f, parts)(length);
export const sha3_256 = (...parts) => sponge(136, 0x06, parts)(32);
export const sha3_512 = (...parts) => sponge(72, 0x06, parts)(64);
