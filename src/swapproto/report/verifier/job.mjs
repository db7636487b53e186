// What the page has done for it, away from the page: find the cards, assess, and put what is shown into plain data.
import { contentsOf } from './armor.mjs';
import { codeOfItem, isMeant } from './artefacts.mjs';
import { assess } from './assess.mjs';
import { attempt, attemptAsync, fromUtf8, hex, indexOf, startsWith, unbase64, unhex, utf8 } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { readCertificate } from './certificates.mjs';
import { isSchema, readPart } from './forms.mjs';
import { sha256 } from './hashes.mjs';
import { fingerprint } from './keys.mjs';
import { collect } from './presence.mjs';
import { asData } from './report.mjs';
import { verifyCard } from './statements.mjs';

const MOST_MEMBERS = 100;
const HEAD = 2 ** 18; // bytes of a file that say what it is
const ZIP = Uint8Array.of(0x50, 0x4b, 3, 4);
const MAIL = /^(From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]/;
const ENCODED = /^content-transfer-encoding:\s*(base64|quoted-printable)/im;
const LETTER = /swapproto[\s>]+verify[\s>]+LETTER\.html/; // what letters say in every language
const KEY_FILE = utf8('-----BEGIN SWAPPROTO KEY-----');
const PEM = /-----BEGIN (CERTIFICATE|X509 CRL)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;
const latin1 = (bytes) => new TextDecoder('latin1').decode(bytes);
const hexOrNull = (id) => (id ? hex(id) : null);
const digestOf = (schema) => hex(sha256(encode(schema)));

async function cardsAmong({ artefacts }) {
  const found = new Map();
  for (const card of artefacts.filter(({ kind }) => kind === 'card')) {
    if (!(await attemptAsync(() => verifyCard(card))).code) found.set(fingerprint(card.id), card);
  }
  return found;
}

// The value of a digit of any script: in Unicode the zeros are at ...0 or at ...6.
function valueOf(digit) {
  const [code, low] = [digit.codePointAt(0), digit.codePointAt(0) % 16];
  return /\p{Nd}/u.test(String.fromCodePoint(code - low)) ? low : low - 6;
}

// Groups of sixty digits in what somebody typed or pasted; anything else of them is `wrong`, and has so many.
export function digitsIn(text) {
  const plain = text.normalize('NFKC').replace(/\p{Nd}/gu, valueOf);
  const lines = plain.split(/\n|[,;]/).map((line) => line.replace(/[^0-9]/g, '')).filter(Boolean);
  if (text.trim() && !lines.length) lines.push('');
  const found = lines.join('').length === 60 ? [lines.join('')] : lines;
  const [good, wrong] = [true, false].map((is) => found.filter(({ length }) => (length === 60) === is));
  const count = wrong.length ? wrong.join('').length : 60;
  return { good: good.map((line) => line.match(/.{5}/g).join(' ')), wrong, count };
}

// Certificates and revocation lists in a file of PEM blocks, or one certificate in DER.
function clockOf({ name, bytes }) {
  const found = [...latin1(bytes).matchAll(PEM)];
  const blocks = found.map(([, type, body]) => [type, unbase64(utf8(body.replace(/\s/g, '')))]);
  if (!blocks.length) blocks.push(['CERTIFICATE', bytes]);
  const of = (type) => blocks.filter(([other]) => other === type).map(([, der]) => der);
  if (of('CERTIFICATE').some((der) => attempt(() => readCertificate(der)).code)) return { name, error: true };
  return { name: name.replace(/\.[a-z]+$/i, ''), certificates: of('CERTIFICATE'), lists: of('X509 CRL') };
}

const toMap = (value) => (Array.isArray(value) ? value.map(toMap)
  : value && typeof value === 'object' ? new Map(Object.entries(value).map(([key, one]) => [key, toMap(one)])) : value);

// A schema file that lies beside the others: only whoever committed to it is believed, by its digest.
function schemaOf({ bytes }) {
  if (bytes[0] !== 123) return null;
  try {
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
  const isMap = value instanceof Map;
  const members = [...value].slice(0, MOST_MEMBERS);
  const texts = members.map((one) => (isMap ? `${JSON.stringify(one[0])}: ${flat(one[1])}` : flat(one)));
  const shown = [...texts, ...((value.length ?? value.size) > MOST_MEMBERS ? ['…'] : [])].join(', ');
  return isMap ? `{${shown}}` : `[${shown}]`;
}

// The columns of a schema in its order: each with its name, its type, its titles, and whether it is restricted.
function columnsOf(schema) {
  return schema.get('fields').map((field) => {
    const [name, type] = [field.get('name'), field.get('type')];
    const title = field.get('title') ?? name;
    const titles = title instanceof Map ? Object.fromEntries(title) : { '': title };
    return { name, type, titles, restricted: field.has('restricted') };
  });
}

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
    return { withheld, fields: present.map((column) => [column, cell(all.get(column.name))]) };
  });
  return { commitment: commitment.name, entries };
}

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

function impostorsAmong(present, trusted) {
  const fold = (card) => card.body.name.normalize('NFKC').toLowerCase();
  return present.filter(([, card]) => trusted.every((one) => one.signer !== card.signer)).flatMap(([digits, card]) => {
    const like = trusted.find((one) => fold(one) === fold(card));
    return like ? [{ name: card.body.name, digits, card: card.name, like: like.signer }] : [];
  });
}

// Why a file is not read, or null: what has to be unpacked first, and what signs nothing.
function whyNot({ name, bytes }) {
  const head = latin1(bytes.subarray(0, HEAD));
  const is = {
    archive: () => startsWith(bytes, ZIP), empty: () => !bytes.length, schema: () => schemaOf({ bytes }),
    mail: () => MAIL.test(head) && ENCODED.test(head) && !contentsOf(bytes).any,
    letter: () => LETTER.test(head) && !contentsOf(bytes).any,
    other: () => !(/\.swap( \(\d+\))?$/i.test(name) || isMeant(bytes) || codeOfItem(bytes) === null),
  };
  return Object.keys(is).find((why) => is[why]()) ?? null;
}

const kindsOf = ({ artefacts }) => Object.fromEntries(artefacts.map(({ type, kind, name, piece }) =>
  (type === 'statement' ? [name, kind] : [piece, type])));

// Do the job. `report` is called with a step and a number, and may take its time; it is true when the reader wants no
// more than what was found so far.
export async function work({ files, digits, cards, clocks, now, columns }, report) {
  const keyFiles = [...files, ...cards].filter(({ bytes }) => indexOf(bytes, KEY_FILE) >= 0).map(({ name }) => name);
  if (keyFiles.length) return { keyFiles };
  if (await report('reading', 0)) return { isEmpty: true };
  const reasons = new Map(files.map((file) => [file, whyNot(file)]));
  const unread = files.filter((file) => reasons.get(file));
  for (const schema of unread.map(schemaOf).filter(Boolean)) columns[digestOf(schema)] = columnsOf(schema);
  const collected = await collect(files.filter((file) => !unread.includes(file)), report);
  const present = await cardsAmong(collected);
  const [trusted, emptyCards] = [[], []];
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
  for (const [name, { content }] of [...knowledge.keys].filter(([, { content: one }]) => one)) {
    opened[name] = openedList(content);
    columns[digestOf(content.schema)] = opened[name].columns;
  }
  const shown = [...transcript.disclosures].map(([name, one]) => [name, shownEntries(one, columns)]);
  return {
    data: asData(assessment), statements: statementsOf(assessment), opened, emptyCards,
    unmatched: digits.filter((wanted) => present.size && !present.has(wanted)), kinds: kindsOf(collected),
    lack: present.size ? !digits.length && 'nobody-trusted' : collected.artefacts.length > 0 && 'no-card',
    notRead: unread.map((file) => ({ name: file.name, why: reasons.get(file) })),
    digits: Object.fromEntries([...assessment.exchanges.keys()].map((name) => [name, fingerprint(unhex(name))])),
    disclosures: Object.fromEntries(shown), impostors: impostorsAmong([...present], trusted),
    badClocks: read.filter(({ error }) => error).map(({ name }) => name),
    trust: cards.length || !digits.length ? 'pins' : 'digits',
  };
}
