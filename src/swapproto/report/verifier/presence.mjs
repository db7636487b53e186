// Who and what is present: 12.1, steps 1 to 5. The result is the transcript that all later steps read.
import { LISTED, frame, readArtefact } from './artefacts.mjs';
import { attempt, attemptAsync, equal, hex } from './bytes.mjs';
import { digest, sha256 } from './hashes.mjs';
import { byKeys } from './rows.mjs';
import { readCard, verifyCard, verifyStatement } from './statements.mjs';

const SHORT = 65536;
const MOST_REJECTED = 200_000;
const BATCH = 64; // signatures at once
const TOO_MANY = `more than ${MOST_REJECTED} pieces are damaged; swapproto verify reads such files`;
export const nameOfBytes = async (bytes) => hex(bytes.length > SHORT ? await digest('SHA-256', bytes) : sha256(bytes));

export class Transcript {
  trust = new Map(); // the card of each pinned kid
  statements = new Map(); // by id: what is present, with all of its valid variants
  envelopes = new Map(); // by digest
  disclosures = new Map();
  stamps = new Map();
  ignored = [];
  kinds = new Map();
  ignoredIds = new Set();
  constructor(found) {
    Object.assign(this, found);
  }

  ignore(id, kind, code) {
    if (!this.ignoredIds.has(id + code)) this.ignored.push({ id, kind, code });
    this.ignoredIds.add(id + code);
  }

  reject({ file, offset, piece }, code) {
    this.rejected.push({ file, offset, code, id: piece });
  }

  // The present statements of a kind, in ascending order of id; `sound` leaves out what step 4 rejects.
  all(kind) {
    const found = () => [...this.statements.values()].filter((statement) => statement.kind === kind);
    if (!this.kinds.has(kind)) this.kinds.set(kind, found().sort(byKeys('name')));
    return this.kinds.get(kind);
  }

  sound = (kind) => this.all(kind).filter((statement) => !statement.misplaced);

  // The present statement of this id (bytes or null), if it is of this kind.
  get(id, kind) {
    const statement = id && this.statements.get(hex(id));
    return statement && (!kind || statement.kind === kind) ? statement : null;
  }

  commitmentOf = (statement) => this.get(statement.body.commitment, 'commitment');
  envelopeOf = (commitment) => this.envelopes.get(hex(commitment.body.envelope)) ?? null;
}

// Of several pinned cards of one kid, the one that counts: section 12.
async function pin(transcript, cards) {
  const read = [];
  for (const bytes of cards) read.push(await readCard(bytes));
  for (const card of read.sort(byKeys('iat', 'name'))) transcript.trust.set(card.signer, card);
}

// Step 1: the artefacts of all files, each once, what is rejected in them, and whether there was an item at all.
export async function collect(files, pause = async () => {}) {
  const artefacts = new Map();
  const found = { rejected: [], inputs: [], framed: false, artefacts: [] };
  const seen = new Set();
  const reject = (name, code, file, offset) => {
    if (seen.has(name + code)) return;
    seen.add(name + code);
    found.rejected.push({ file, offset, code, id: name });
    if (seen.size > MOST_REJECTED) throw new Error(TOO_MANY);
  };
  for (const { name: file, bytes } of files) {
    if (await pause('reading', artefacts.size)) break;
    const input = { name: file, sha256: await nameOfBytes(bytes), size: bytes.length, artefacts: new Set() };
    found.inputs.push(input);
    let before = null;
    let unreadable = 0;
    const { code: tooLarge } = await attemptAsync(async () => {
      for (const piece of frame(bytes)) {
        found.framed ||= piece.framed;
        if (before?.code !== piece.code || !equal(before.bytes, piece.bytes)) {
          before = { ...piece, readable: await takeIn(piece, file, input, unreadable < LISTED) };
        }
        if (!piece.code && !before.readable) unreadable += 1;
        if (await pause('reading', artefacts.size)) break;
      }
    });
    if (tooLarge) reject(input.sha256, tooLarge, file, 0);
  }
  found.artefacts = [...artefacts.values()];
  return found;

  // Read a piece, and return whether it can be read; an artefact that cannot is rejected if it is to be `listed`.
  async function takeIn({ bytes, offset, code }, file, input, listed) {
    const name = await nameOfBytes(bytes);
    const { value, code: why } = code || artefacts.has(name) ? { code } : attempt(() => readArtefact(bytes));
    if (value) artefacts.set(name, { ...value, file, offset, piece: name });
    const { type, id } = artefacts.get(name) ?? {};
    if (why && (code || listed)) reject(name, why, file, offset);
    if (!why) input.artefacts.add(type === 'statement' ? hex(id) : name);
    return !why;
  }
}

// Steps 2 and 3: cards, and then whatever they verify. Returns the commitments of signers who are not pinned.
async function verifyAll(transcript, statements, pause) {
  const keys = new Map([...transcript.trust].map(([kid, card]) => [kid, card.body.verify]));
  const strangers = [];
  const [cards, others] = [true, false].map((is) => statements.filter(({ kind }) => (kind === 'card') === is));
  for (const card of cards) {
    const { code } = await attemptAsync(() => verifyCard(card));
    if (code) transcript.reject(card, code);
    else keep(transcript, card);
    if (!code && !keys.has(card.signer)) keys.set(card.signer, card.body.verify);
  }
  for (let done = 0; done < others.length && !(await pause('verifying', done, others.length)); done += BATCH) {
    await Promise.all(others.slice(done, done + BATCH).map(async (statement) => {
      const key = keys.get(statement.signer);
      const { code } = key ? await attemptAsync(() => verifyStatement(statement, key)) : { code: 'signer-unknown' };
      Object.assign(statement, { code, signed: null, iss: null }); // what is checked need not be kept
    }));
    for (const statement of others.slice(done, done + BATCH)) {
      const { code, name, kind } = statement;
      if (code === 'signer-unknown') transcript.ignore(name, kind, code);
      else if (code) transcript.reject(statement, code);
      else if (!keep(transcript, statement) && kind === 'commitment') strangers.push(statement);
    }
  }
  return strangers;
}

function keep(transcript, variant) {
  if (!transcript.trust.has(variant.signer)) {
    transcript.ignore(variant.name, variant.kind, 'signer-not-pinned');
    return false;
  }
  const known = transcript.statements.get(variant.name);
  if (known) known.variants.push(variant);
  else transcript.statements.set(variant.name, Object.assign(variant, { variants: [variant], misplaced: false }));
  return true;
}

// Step 4.
function findMisplaced(transcript) {
  for (const statement of transcript.statements.values()) {
    const about = transcript.commitmentOf(statement) ?? transcript.get(statement.body.target);
    if (!about || about.sub === statement.sub) continue;
    statement.misplaced = true;
    transcript.reject([...statement.variants].sort(byKeys('piece'))[0], 'claims-mismatch');
  }
}

// Step 5.
function claimEnvelopes(transcript, envelopes, strangers, isCut) {
  const claimed = new Set(transcript.all('commitment').map(({ body }) => hex(body.envelope)));
  const strange = new Set(strangers.map(({ body }) => hex(body.envelope)));
  const isUnknown = ({ kind, code }) => kind === 'commitment' && code === 'signer-unknown';
  const unknown = isCut || transcript.ignored.some(isUnknown);
  for (const envelope of envelopes) {
    if (claimed.has(envelope.piece)) transcript.envelopes.set(envelope.piece, envelope);
    else if (strange.has(envelope.piece)) transcript.ignore(envelope.piece, 'envelope', 'signer-not-pinned');
    else if (unknown) transcript.ignore(envelope.piece, 'envelope', 'signer-unknown');
    else transcript.reject(envelope, 'envelope-unclaimed');
  }
}

// Steps 2 to 5. Return the transcript, and the disclosures and stamps that step 7 has yet to check.
export async function gather({ artefacts, rejected, inputs, framed }, cards, now, pause) {
  const transcript = new Transcript({ now, rejected: [...rejected], inputs, framed });
  await pin(transcript, cards);
  const of = (type) => artefacts.filter((artefact) => artefact.type === type);
  const strangers = await verifyAll(transcript, of('statement'), pause);
  findMisplaced(transcript);
  claimEnvelopes(transcript, of('envelope'), strangers, await pause('opening', 0));
  return { transcript, disclosures: of('disclosure'), stamps: of('stamp') };
}
