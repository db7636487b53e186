// What is claimed: facts, views and contradictions, in the order of 12.1, step 8.
import { byKeys } from './rows.mjs';

const NONE = {}; // one for all

// A value as JSON, with its members in the order of their names.
const textOf = ({ value }) => value && JSON.stringify(Object.fromEntries(
  Object.entries(value).sort().map(([name, one]) => [name, typeof one === 'bigint' ? String(one) : one])));
const evidenceOf = ({ evidence }) => evidence.join(' ');
const IN_ORDER = byKeys('class', 'code', 'subject', 'culprit', evidenceOf, 'by', 'transferable', 'why', textOf); // 12.7

export class Claims {
  claims = [];
  contradictions = [];

  // `subject` and `evidence` beside it are ids as text, `by` the kid of who the claim is by.
  add(kind, code, subject, by, value, evidence) {
    const others = [...new Set(evidence)].filter((id) => id !== subject).sort();
    this.claims.push({ code, class: kind, subject, by, value, evidence: [subject, ...others] });
  }

  fact(code, statement, value = NONE, evidence = []) {
    this.add('fact', code, statement.name, statement.signer, value, evidence);
  }

  view(code, statement, value = NONE, { by = statement.signer, evidence = [] } = {}) {
    this.add('view', code, statement.name, by, value, evidence);
  }

  blame(code, culprit, evidence, { transferable = true, why = null } = {}) {
    const names = [...new Set(evidence.filter(Boolean).map((one) => one.name ?? one.piece))];
    this.contradictions.push({ code, culprit, evidence: names.sort(), transferable, why });
  }

  sorted = () => ({ claims: this.claims.sort(IN_ORDER), contradictions: this.contradictions.sort(IN_ORDER) });
}
