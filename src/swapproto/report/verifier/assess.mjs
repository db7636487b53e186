// assess(transcript, trust, openings, now): section 12; and whether a requirement is met (12.1).
import { hex } from './bytes.mjs';
import { inOrderOfNames, pinnedOperator, readRevocations } from './certificates.mjs';
import { Claims } from './claims.mjs';
import { Exchange, assessExchange, assessReplies } from './exchanges.mjs';
import { Knowledge, acknowledged } from './knowledge.mjs';
import { assessLists, newestOf, sameness } from './lists.mjs';
import { assessMoves, movesOf } from './moves.mjs';
import { gather } from './presence.mjs';
import { WITHDRAWABLE, References, exchangeOf } from './references.mjs';
import { byKeys, distinctRows, groupBy } from './rows.mjs';
import { Times, checkDisclosures, checkStamps } from './stamping.mjs';
import { assessDeadlines, assessTimes, firmTimes } from './times.mjs';

const ABOUT_TERMS = ['proposed', 'agreed', 'accepted'];
const isMet = (requirement, world) =>
  (ABOUT_TERMS.includes(requirement.code) ? isMetByTerms(requirement, world) : isMetByLists(requirement, world));

function isMetByLists({ code, by, role, list }, { transcript, claims, firm }) {
  const isMeant = ({ signer, body }) => (by === null || by === signer) && (role === null || role === body.role) &&
    (list === null || list === hex(body.list));
  const meant = [...newestOf(transcript.all('commitment')).values()].filter((newest) => newest.some(isMeant));
  if (!meant.length) return false;
  const isOfTime = code === 'existed-by' || code.endsWith('-in-time');
  const holds = (claim) => claim.class === 'fact' && claim.code === code && claim.value.direct !== false;
  const subjects = new Set((isOfTime ? firm : claims).claims.filter(holds).map(({ subject }) => subject));
  const isTrueOf = (commitment) => {
    if (subjects.has(commitment.name)) return true;
    const about = ['reveal', 'receipt', 'review'].flatMap((kind) => transcript.sound(kind))
      .filter((one) => transcript.commitmentOf(one) === commitment);
    const shown = [...transcript.disclosures.values()].filter((one) => one.commitment === commitment);
    return [...about, ...shown].some(({ name }) => subjects.has(name));
  };
  return meant.every((newest) => [...groupBy(newest, sameness).values()].every((twins) => twins.some(isTrueOf)));
}

function isMetByTerms({ code, by, role, list }, { exchanges }) {
  const present = [...exchanges.values()].filter(({ terms }) => terms);
  const standing = present.filter((exchange) => !exchange.isReplaced());
  const meant = standing.length ? standing : present;
  if (!meant.length || role !== null || list !== null) return false;
  return meant.every((exchange) => {
    if (code === 'accepted') return exchange.accepted.some(({ signer }) => by === null || signer === by);
    return (by === null || exchange.parties.includes(by)) && (code === 'proposed' || exchange.isAgreed);
  });
}

// The statements of each exchange by kind, those with the lowest id first.
function byExchange(transcript) {
  const statements = [...transcript.statements.values()].sort(byKeys('name'));
  const exchanges = groupBy(statements, (statement) => exchangeOf(transcript, statement));
  exchanges.delete(null);
  return new Map([...exchanges].map(([name, of]) => [name, groupBy(of, ({ kind }) => kind)]));
}

// The keys of accepts that are spent: 17.2.
function spentKeys(transcript) {
  const spent = new Set();
  for (const { signer, body } of transcript.all('receipt')) {
    const accept = transcript.get(body.key, 'accept');
    if (accept?.signer === signer && (body.seed || body.wrap)) spent.add(signer + hex(accept.body.encrypt));
  }
  return spent;
}

// `collected` are the artefacts of files (presence.mjs), `pinned` and `revocations` the bytes of cards and of lists,
// `openings` a Map of source to hexadecimal or null, `operators` { name, certificates, accuracy }.
export async function assess({
  collected, pinned, now, openings = new Map(), require = [], operators = [], quorum = 1, revocations = [],
  pause = async () => {},
}) {
  const { transcript, disclosures, stamps } = await gather(collected, pinned, now, pause);
  const knowledge = await new Knowledge(transcript).learnAll(openings, pause);
  checkDisclosures(transcript, disclosures);
  const references = new References(transcript);
  const isWithdrew = (withdrawal) => {
    const target = transcript.get(withdrawal.body.target);
    return !withdrawal.misplaced && target?.signer === withdrawal.signer && WITHDRAWABLE.includes(target.kind);
  };
  const world = {
    transcript, knowledge, references, claims: new Claims(), weak: new Set(), isWithdrew,
    byExchange: byExchange(transcript), spent: spentKeys(transcript), exchanges: new Map(),
  };
  for (const name of [...world.byExchange.keys()].sort()) world.exchanges.set(name, new Exchange(world, name));
  const clocks = inOrderOfNames(operators.map(pinnedOperator));
  const lists = revocations.map(readRevocations).filter(Boolean);
  const isAgreed = (terms) => world.exchanges.get(terms.name).isAgreed;
  Object.assign(world, await checkStamps(transcript, stamps, { pinned: clocks, quorum, lists }, isAgreed, pause));
  world.times = new Times(transcript, references, world.sets);

  assessLists(world);
  assessReplies(world);
  world.moves = new Map();
  for (const exchange of world.exchanges.values()) {
    assessExchange(exchange);
    const acceptLate = assessDeadlines(exchange, world);
    const moves = movesOf(exchange);
    world.moves.set(exchange.name, moves);
    assessMoves(exchange, moves, acceptLate);
  }
  assessTimes(world);
  const { claims, contradictions } = world.claims.sorted();
  if (require.length) world.firm = firmTimes(world);
  const required = require.map(({ code, by, role, list }) => ({ code, by, role, list }));
  const missing = distinctRows(required.filter((requirement) => !isMet(requirement, world)));
  const result = { ...world, claims, contradictions, require: required, missing, now, clocks, quorum };
  return { ...result, unproven: unproven(world, claims), exit: exitCode(result) };
}

// 12.5.
function unproven({ transcript, knowledge }, claims) {
  const commitments = transcript.all('commitment');
  const isOfAll = (names, known = new Set(names)) =>
    commitments.length > 0 && commitments.every(({ name }) => known.has(name));
  const is = (...codes) => claims.some(({ code }) => codes.includes(code));
  const timed = claims.filter(({ code, value }) => code === 'existed-by' && value.direct && value.clock === 'pinned');
  const said = {
    complete: true, only: true, presenter: is('disclosed'),
    receipt: !isOfAll(transcript.sound('receipt').map((one) => acknowledged(transcript, one)?.name)),
    refusal: is('unanswered', 'awaiting'), time: !isOfAll(timed.map(({ subject }) => subject)), true: true,
  };
  return Object.keys(said).filter((what) => said[what]).map((what) => `${what}-not-proven`);
}

// 12.1, step 9.
function exitCode({ transcript, contradictions, missing }) {
  const isStrange = transcript.ignored.some(({ kind }) => !['card', 'stamp'].includes(kind));
  const isOfCards = [...transcript.statements.values()].every(({ kind }) => kind === 'card');
  if (!transcript.framed) return 2;
  if (contradictions.length) return 4;
  if (transcript.rejected.length) return 1;
  return isStrange || isOfCards || missing.length ? 3 : 0;
}
