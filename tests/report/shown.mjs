// Print what the page shows instead of values, or of a text what it shows: one JSON object a line in, an array out.

import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';

const [folder, file, language] = process.argv.slice(2);
const load = (name) => import(`${folder}/${name}`);
const { Values } = await load('values.mjs');
const { Wording, plain } = await load('wording.mjs');
const wording = new Wording(JSON.parse(readFileSync(file, 'utf-8')), language);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { known, values, characters } = JSON.parse(line);
  const shown = values
    ? values.map(([name, type, value]) => new Values(known, wording, language).words({ name, type }, value))
    : characters.filter((code) => plain(String.fromCodePoint(code)) !== String.fromCodePoint(code));
  process.stdout.write(JSON.stringify(shown) + '\n');
}
