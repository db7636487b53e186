// What the page has done for it, away from the page: find the cards, assess, and put what is shown into plain data.

import { attempt, attemptAsync, fromUtf8, hex, indexOf, startsWith, unbase64, unhex, utf8 } from './bytes.mjs';
import { contentsOf } from './armor.mjs';
import { assess } from './assess.mjs';
import { codeOfItem } from './artefacts.mjs';
import { encode } from './cbor.mjs';
import { readCertificate } from './certificates.mjs';
import { isMeant } from './framing.mjs';
import { fingerprint } from './labels.mjs';
import { collect } from './presence.mjs';
import { asData } from './report.mjs';
import { isSchema, readPart } from './schema.mjs';
import { sha256 } from './sha2.mjs';
import { verifyCard } from './statements.mjs';

const MOST_MEMBERS = 100;
const ZIP = Uint8Array.of(0x50, 0x4b, 3, 4);
const MAIL = /^(From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]/;
const ENCODED = /^content-transfer-encoding:\s*(base64|quoted-printable)/im;
const KEY_FILE = utf8('-----BEGIN SWAPPROTO KEY-----');
const PEM = /-----BEGIN (CERTIFICATE|X509 CRL)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

// The good cards among artefacts, by their digits.
async function cardsAmong({ artefacts }) {
  const found = new Map();
  for (const card of artefacts.filter(({ kind }) => kind === 'card')) {
    if (!(await attemptAsync(() => verifyCard(card))).code) found.set(fingerprint(card.id), card);
  }
  return found;
}

// Groups of sixty digits in what somebody typed or pasted; anything else of them is `wrong`.
export function digitsIn(text) {
  const lines = text.split(/\n|[,;]/).map((line) => line.replace(/[^0-9]/g, '')).filter(Boolean);
  const joined = lines.join('');
  if (joined.length === 60) lines.splice(0, lines.length, joined);
  const spaced = (line) => line.match(/.{5}/g).join(' ');
  const isWhole = (line) => line.length === 60;
  return { good: lines.filter(isWhole).map(spaced), wrong: lines.filter((line) => !isWhole(line)) };
}

// Certificates and revocation lists in a file of PEM blocks, or one certificate in DER.
function clockOf({ name, bytes }) {
  const text = new TextDecoder('latin1').decode(bytes);
  const blocks = [...text.matchAll(PEM)].map(([, type, body]) => [type, unbase64(utf8(body.replace(/\s/g, '')))]);
  if (!blocks.length) blocks.push(['CERTIFICATE', bytes]);
  const of = (type) => blocks.filter(([other]) => other === type).map(([, der]) => der);
  if (of('CERTIFICATE').some((der) => attempt(() => readCertificate(der)).code)) return { name, error: true };
  return { name: name.replace(/\.[a-z]+$/i, ''), certificates: of('CERTIFICATE'), lists: of('X509 CRL') };
}

// A schema file that lies beside the others: only whoever committed to it is believed, by its digest.
function schemaOf({ bytes }) {
  if (bytes[0] !== 123) return null;
  try {
    const toMap = (value) => (Array.isArray(value) ? value.map(toMap)
      : value && typeof value === 'object' ? new Map(Object.entries(value).map(([k, v]) => [k, toMap(v)])) : value);
    const schema = toMap(JSON.parse(fromUtf8(bytes)));
    return isSchema(schema) ? schema : null;
  } catch {
    return null;
  }
}

const cell = (value) => (value === null || typeof value === 'string' ? value : flat(value));

// A value as JSON has it, with the first members of what has many.
function flat(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  const members = [...value].slice(0, MOST_MEMBERS);
  const texts = members.map((one) => (value instanceof Map ? `${JSON.stringify(one[0])}: ${flat(one[1])}` : flat(one)));
  if ((value.length ?? value.size) > MOST_MEMBERS) texts.push('…');
  return value instanceof Map ? `{${texts.join(', ')}}` : `[${texts.join(', ')}]`;
}

// The columns of a schema in its order: each with its name, its titles, and whether it is restricted.
function columnsOf(schema) {
  return schema.get('fields').map((field) => {
    const title = field.get('title') ?? field.get('name');
    const titles = title instanceof Map ? Object.fromEntries(title) : { '': title };
    return { name: field.get('name'), titles, restricted: field.has('restricted') };
  });
}

const digestOf = (schema) => hex(sha256(encode(schema)));

function openedList({ label, schema, entries, restricted }) {
  const columns = columnsOf(schema);
  const rows = entries.map((entry, i) => {
    const [part, hidden] = [readPart(entry), restricted && readPart(restricted[i])];
    return columns.map((column) => cell((column.restricted ? hidden : part).get(column.name)));
  });
  return { label, columns, rows };
}

// The entries of a disclosure: what is in each by its column, those of the schema first; whether a part is withheld.
function shownEntries({ shown, commitment }, known) {
  const columns = known[hex(commitment.body.schema)] ?? [];
  const named = new Set(columns.map(({ name }) => name));
  const entries = shown.map(({ part, hidden, withheld }) => {
    const all = new Map([...part, ...(hidden ?? [])]);
    const others = [...all.keys()].filter((name) => !named.has(name)).map((name) => ({ name, titles: { '': name } }));
    const present = [...columns, ...others].filter(({ name }) => all.has(name));
    return { withheld, fields: present.map(({ name, titles }) => [titles, cell(all.get(name))]) };
  });
  return { commitment: commitment.name, entries };
}

const hexOrNull = (id) => (id ? hex(id) : null);

// What each statement, stamp and disclosure says that the page has to know, and the commitment that it is about.
function statementsOf({ transcript, byExchange }) {
  const exchanges = new Map([...byExchange].flatMap(([name, kinds]) =>
    [...kinds.values()].flat().map((statement) => [statement.name, name])));
  const found = {};
  for (const { name, kind, signer, iat, body, misplaced } of transcript.statements.values()) {
    const target = kind === 'withdraw' ? transcript.get(body.target)?.kind ?? 'statement' : null;
    found[name] = {
      kind, by: signer, iat, exchange: misplaced ? null : exchanges.get(name) ?? null, target, stage: body.stage,
      verdict: body.verdict, previous: hexOrNull(body.previous), to: hexOrNull(body.wrap?.[0]),
      reason: kind === 'withdraw' ? body.reason : null,
      list: kind === 'commitment' ? name : hexOrNull(body.commitment ?? body.target),
    };
  }
  const about = (target) => found[target]?.list ?? target;
  for (const { name, target } of transcript.stamps.values()) found[name] = { kind: 'stamp', list: about(target) };
  for (const { name, commitment } of transcript.disclosures.values()) {
    found[name] = { kind: 'disclosure', list: commitment.name };
  }
  return found;
}

// Cards with the name of a card that is trusted, and another key.
function impostorsAmong(present, trusted) {
  const fold = (card) => card.body.name.normalize('NFKC').toLowerCase();
  return present.filter(([, card]) => trusted.every((one) => one.signer !== card.signer)).flatMap(([digits, card]) => {
    const like = trusted.find((one) => fold(one) === fold(card));
    return like ? [{ name: card.body.name, digits, card: card.name, like: like.signer }] : [];
  });
}

// Why a file is not read, or null: what has to be unpacked first, and schemas, which sign nothing.
function whyNot({ name, bytes }) {
  if (startsWith(bytes, ZIP)) return 'archive';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65536));
  if (MAIL.test(head) && ENCODED.test(head) && !contentsOf(bytes).any) return 'mail';
  if (schemaOf({ bytes })) return 'schema';
  if (!bytes.length) return 'empty';
  return /\.swap( \(\d+\))?$/i.test(name) || isMeant(bytes) || codeOfItem(bytes) === null ? null : 'other';
}

// What each artefact is, by the id that `inputs` has of it.
const kindsOf = ({ artefacts }) => Object.fromEntries(artefacts.map(({ type, kind, name, piece }) =>
  (type === 'statement' ? [name, kind] : [piece, type])));

// Do the job. `report` is called with a step and a number, and may take its time.
export async function work({ files, digits, cards, clocks, now, profiles = {} }, report) {
  const keyFiles = [...files, ...cards].filter(({ bytes }) => indexOf(bytes, KEY_FILE) >= 0).map(({ name }) => name);
  if (keyFiles.length) return { keyFiles };
  await report('reading', 0);
  const reasons = new Map(files.map((file) => [file, whyNot(file)]));
  const unread = files.filter((file) => reasons.get(file));
  for (const schema of unread.map(schemaOf).filter(Boolean)) profiles[digestOf(schema)] = columnsOf(schema);
  const collected = await collect(files.filter((file) => !unread.includes(file)), report);
  const present = await cardsAmong(collected);
  const trusted = [];
  const emptyCards = [];
  for (const file of cards) {
    const found = [...await cardsAmong(await collect([file], report))];
    if (found.length === 1) trusted.push(found[0][1]);
    else emptyCards.push({ name: file.name, count: found.length });
    found.forEach(([name, card]) => present.set(name, card));
  }
  trusted.push(...digits.map((wanted) => present.get(wanted)).filter(Boolean));
  const read = clocks.map(clockOf);
  const operators = read.filter(({ error }) => !error).map((one) => ({ ...one, accuracy: 1 }));
  const assessment = await assess({
    collected, pinned: trusted.map(({ bytes }) => bytes), revocations: read.flatMap(({ lists }) => lists ?? []),
    now, operators, pause: report,
  });
  const { transcript, knowledge } = assessment;
  const opened = {};
  for (const [name, { content }] of knowledge.keys) {
    if (!content) continue;
    profiles[digestOf(content.schema)] = columnsOf(content.schema);
    opened[name] = openedList(content);
  }
  const shown = [...transcript.disclosures].map(([name, one]) => [name, shownEntries(one, profiles)]);
  return {
    data: asData(assessment), statements: statementsOf(assessment), opened, emptyCards,
    unmatched: digits.filter((wanted) => !present.has(wanted)), kinds: kindsOf(collected),
    notRead: unread.map((file) => ({ name: file.name, why: reasons.get(file) })),
    digits: Object.fromEntries([...assessment.exchanges.keys()].map((name) => [name, fingerprint(unhex(name))])),
    disclosures: Object.fromEntries(shown), impostors: impostorsAmong([...present], trusted),
    badClocks: read.filter(({ error }) => error).map(({ name }) => name),
    trust: cards.length || !digits.length ? 'pins' : 'digits',
  };
}
