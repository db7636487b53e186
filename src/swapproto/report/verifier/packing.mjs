// Unpack a text that `packing.py` packed: two characters say how long a text is that stood before, and how far before.

const [LENGTHS, DISTANCES, MOST] = [0xe000, 0x1000, 0x17ff];

export function unpacked(text) {
  const [characters, found] = [[...text], []];
  for (let i = 0; i < characters.length; i++) {
    const length = characters[i].codePointAt(0) - LENGTHS;
    if (length < 0 || length > MOST) found.push(characters[i]);
    else found.push(...found.slice(found.length - characters[++i].codePointAt(0) + DISTANCES).slice(0, length));
  }
  return found.join('');
}
