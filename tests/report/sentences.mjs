// Print what the page would say of a transcript: one JSON object a line in, an array of sentences a line out.

import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';

const [folder, file, language] = process.argv.slice(2);
const load = (name) => import(`${folder}/${name}`);
const { answerWith, parseJson } = await load('operations.mjs');
const { Wording, short } = await load('wording.mjs');
const sentences = JSON.parse(readFileSync(file, 'utf-8'));
const wording = new Wording(sentences, language, short);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { input, numbers } = parseJson(line);
  let said;
  if (numbers) {
    said = Object.keys(sentences.counted).flatMap((what) => numbers.map((number) => wording.label(what, { number }, 'counted')));
  } else {
    const { claims, contradictions } = await answerWith(input);
    said = [...claims.map((one) => wording.claim(one)), ...contradictions.map((one) => wording.contradiction(one))];
  }
  const plain = said.map((text) => text.replace(/[\u2068\u2069]/g, ''));
  process.stdout.write(JSON.stringify([...new Set(plain)].sort()) + '\n');
}
