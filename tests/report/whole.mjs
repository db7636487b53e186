// Answer requests as runner.mjs does, but those of transcripts with the whole assessment (12.6), values and evidence too.

import { createInterface } from 'node:readline';

const load = (name) => import(`${process.argv[2]}/${name}`);
const { answer, answerWith, parseJson, printJson } = await load('operations.mjs');
const { asData } = await load('report.mjs');

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { operation, input } = parseJson(line);
  const said = operation === 'whole' ? { ok: asData(await answerWith(input)) } : await answer(operation, input);
  process.stdout.write(printJson(said) + '\n');
}
