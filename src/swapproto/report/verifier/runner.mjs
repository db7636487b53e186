// A runner for `python -m swapproto.conformance` (section 16): one request a line, one answer a line.
import { createInterface } from 'node:readline';
import { answer, parseJson, printJson } from './operations.mjs';

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
for await (const line of lines) {
  const { operation, input } = parseJson(line);
  process.stdout.write(printJson(await answer(operation, input)) + '\n');
}
