// What is claimed: facts, views and contradictions, in the order of 12.1, step 8.
import { byKeys } from './rows.mjs';

const NONE = {}; // one for all

export class Claims {
  constructor() {
    this.claims = [];
    this.contradictions = [];
  }

  // `subject` and `evidence` are ids as text, `by` the kid of who the claim is by.
  add(kind, code, subject, by, value, evidence) {
    this.claims.push({ code, class: kind, subject, by, value, evidence });
  }

  fact(code, statement, value = NONE, evidence = []) {
    this.add('fact', code, statement.name, statement.signer, value, [statement.name, ...evidence]);
  }

  view(code, statement, value = NONE, { by = statement.signer, evidence = [] } = {}) {
    this.add('view', code, statement.name, by, value, [statement.name, ...evidence]);
  }

  blame(code, culprit, evidence, { transferable = true, why = null } = {}) {
    const names = [...new Set(evidence.filter(Boolean).map((one) => one.name ?? one.piece))];
    this.contradictions.push({ code, culprit, evidence: names, transferable, why });
  }

  // Everything in ascending order of code, subject and evidence.
  sorted() {
    const byEvidence = (a, b) => (a.evidence.join(' ') < b.evidence.join(' ') ? -1 : 1);
    const byAll = (a, b) => byKeys('code', 'subject')(a, b) || byEvidence(a, b);
    return { claims: this.claims.sort(byAll), contradictions: this.contradictions.sort(byAll) };
  }
}
