// Print what the page would say of a transcript: one JSON object a line in, an array of sentences a line out.

import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';

const [folder, language] = process.argv.slice(2);
const load = (name) => import(`${folder}/${name}`);
const { answerWith } = await load('operations.mjs');
const { parseJson } = await load('json.mjs');
const { Wording, short } = await load('wording.mjs');
const wording = new Wording(JSON.parse(readFileSync(language, 'utf-8')), short);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { claims, contradictions } = await answerWith(parseJson(line).input);
  const said = [...claims.map((one) => wording.claim(one)), ...contradictions.map((one) => wording.contradiction(one))];
  const plain = said.map((text) => text.replace(/[\u2068\u2069]/g, ''));
  process.stdout.write(JSON.stringify([...new Set(plain)].sort()) + '\n');
}
