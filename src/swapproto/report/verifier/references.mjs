// What names what (17.8): statements and stamps as a graph, from a name to what it names.
import { hex } from './bytes.mjs';
import { unique } from './rows.mjs';

export const WITHDRAWABLE = ['terms', 'accept', 'commitment'];
const FIELDS = ['previous', 'answers', 'commitment', 'exchange', 'replaces', 'target', 'source', 'details'];

function namesOf({ kind, body }) {
  const own = [...FIELDS.map((field) => body[field]), kind === 'receipt' && body.key, body.wrap?.[0]];
  return unique([...(body.seen ?? []), ...(body.given ?? []), ...own].filter(Boolean).map(hex));
}

export class References {
  constructor(transcript) {
    this.named = new Map();
    this.namers = new Map([...transcript.statements.keys()].map((name) => [name, []]));
    for (const [name, statement] of transcript.statements) {
      const present = namesOf(statement).filter((id) => id !== name && transcript.statements.has(id));
      this.named.set(name, present);
      for (const id of present) this.namers.get(id).push(name);
    }
  }

  // Everything that is reached from `name`, by a map of neighbours, without itself.
  static reach(name, neighbours) {
    const found = new Set();
    const open = [name];
    while (open.length) {
      for (const next of neighbours.get(open.pop()) ?? []) {
        if (!found.has(next)) open.push(next);
        found.add(next);
      }
    }
    return found;
  }

  past = (name) => References.reach(name, this.named);
  future = (name) => References.reach(name, this.namers);

  // All statements, each after everything that names it.
  namersFirst() {
    const waiting = new Map([...this.namers].map(([name, namers]) => [name, namers.length]));
    const order = [...waiting].filter(([, count]) => count === 0).map(([name]) => name);
    for (const name of order) {
      for (const id of this.named.get(name)) {
        waiting.set(id, waiting.get(id) - 1);
        if (waiting.get(id) === 0) order.push(id);
      }
    }
    return order;
  }
}

// The exchange of a statement as text, or null: 17.8.
export function exchangeOf(transcript, statement) {
  const { kind, body, name } = statement;
  if (kind === 'terms') return name;
  if (kind === 'accept' || kind === 'commitment') return body.exchange && hex(body.exchange);
  const about = kind === 'withdraw' ? transcript.get(body.target) : transcript.commitmentOf(statement);
  const isOfOne = about && WITHDRAWABLE.includes(about.kind);
  return isOfOne ? exchangeOf(transcript, about) : null;
}
