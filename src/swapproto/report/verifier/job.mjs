// What the page has done for it, away from the page: find the cards, assess, and put what is shown into plain data.

import { SwapError, fromUtf8, hex, indexOf, unbase64, utf8 } from './bytes.mjs';
import { assess } from './assess.mjs';
import { codeOfItem } from './artefacts.mjs';
import { encode } from './cbor.mjs';
import { readCertificate } from './certificates.mjs';
import { frameOnce } from './framing.mjs';
import { fingerprint } from './labels.mjs';
import { asData } from './report.mjs';
import { isSchema } from './schema.mjs';
import { sha256 } from './sha2.mjs';
import { readStatement, verifyCard } from './statements.mjs';

const STATEMENT = 0xd2;
const KEY_FILE = utf8('-----BEGIN SWAPPROTO KEY-----');
const PEM = /-----BEGIN (CERTIFICATE|X509 CRL)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

// The good cards in a file, by their digits.
async function cardsOf({ bytes }) {
  const found = new Map();
  const seen = new Set();
  for (const { bytes: piece } of frameOnce(bytes, codeOfItem).artefacts) {
    try {
      if (piece[0] !== STATEMENT) continue;
      const card = readStatement(piece);
      const variant = card.name + hex(card.signature);
      if (card.kind !== 'card' || seen.has(variant)) continue;
      seen.add(variant);
      await verifyCard(card);
      found.set(fingerprint(card.id), card);
    } catch (error) {
      if (!(error instanceof SwapError)) throw error;
    }
  }
  return found;
}

// Groups of sixty digits in what somebody typed or pasted; anything else of them is `wrong`.
export function digitsIn(text) {
  const lines = text.split(/\n|[,;]/).map((line) => line.replace(/[^0-9]/g, '')).filter(Boolean);
  const joined = lines.join('');
  if (joined.length === 60) lines.splice(0, lines.length, joined);
  const spaced = (line) => line.match(/.{5}/g).join(' ');
  return { good: lines.filter((line) => line.length === 60).map(spaced), wrong: lines.filter((line) => line.length !== 60) };
}

// Certificates and revocation lists in a file of PEM blocks, or one certificate in DER.
function clockOf({ name, bytes }) {
  const text = new TextDecoder('latin1').decode(bytes);
  const blocks = [...text.matchAll(PEM)].map(([, type, body]) => [type, unbase64(utf8(body.replace(/\s/g, '')))]);
  if (!blocks.length) blocks.push(['CERTIFICATE', bytes]);
  const of = (type) => blocks.filter(([other]) => other === type).map(([, der]) => der);
  try {
    of('CERTIFICATE').forEach((der) => readCertificate(der));
  } catch {
    return { name, error: true };
  }
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

const cell = (value) => (value === null || value === undefined ? null : typeof value === 'object' ? flat(value) : String(value));
const flat = (value) => JSON.stringify(value, (key, v) =>
  (v instanceof Map ? Object.fromEntries(v) : typeof v === 'bigint' ? String(v) : v));

// The columns of a schema in its order: each with its name, its titles, and whether it is restricted.
function columnsOf(schema) {
  return schema.get('fields').map((field) => {
    const title = field.get('title') ?? field.get('name');
    const titles = title instanceof Map ? Object.fromEntries(title) : { '': title };
    return { name: field.get('name'), titles, restricted: field.has('restricted') };
  });
}

function openedList(content) {
  const columns = columnsOf(content.schema);
  const rows = content.parts.map((part, i) =>
    columns.map(({ name, restricted }) => cell((restricted ? content.restrictedParts[i] : part).get(name))));
  return { label: content.label, columns, rows };
}

function shownEntries({ shown, commitment }, schemas) {
  const schema = schemas.get(hex(commitment.body.schema));
  const names = new Set(shown.flatMap(({ part, hidden }) => [...part.keys(), ...(hidden ? hidden.keys() : [])]));
  const columns = schema ? columnsOf(schema) : [...names].map((name) => ({ name, titles: { '': name }, restricted: false }));
  const value = ({ part, hidden, withheld }, { name, restricted }) =>
    (withheld && restricted ? undefined : cell(part.get(name) ?? hidden?.get(name)));
  return {
    columns, commitment: commitment.name, withheld: shown.some((item) => item.withheld),
    rows: shown.map((item) => columns.map((column) => value(item, column))),
  };
}

// What each statement is about, so that what is said of it stands with its list or exchange.
function statementsOf({ transcript, byExchange }) {
  const exchanges = new Map([...byExchange].flatMap(([name, kinds]) =>
    [...kinds.values()].flat().map((statement) => [statement.name, name])));
  const target = ({ kind, body, name }) => {
    if (kind === 'commitment') return name;
    const about = ['reveal', 'receipt', 'review'].includes(kind) && body.commitment;
    return about ? hex(about) : null;
  };
  return Object.fromEntries([...transcript.statements.values()].map((statement) => [statement.name, {
    kind: statement.kind, by: statement.signer, iat: statement.iat, list: target(statement),
    exchange: exchanges.get(statement.name) ?? null,
  }]));
}

// Cards with the name of a card that is trusted, and another key.
function impostorsAmong(present, trusted) {
  const fold = (card) => card.body.name.normalize('NFKC').toLowerCase();
  return present
    .filter(([, card]) => trusted.some((one) => fold(one) === fold(card)) && trusted.every((one) => one.signer !== card.signer))
    .map(([digits, card]) => ({ name: card.body.name, digits }));
}

// Do the job. `report` is called with a step and a number, and may take its time.
export async function work({ files, digits, cards, clocks, now }, report) {
  const keyFiles = [...files, ...cards].filter(({ bytes }) => indexOf(bytes, KEY_FILE) >= 0).map(({ name }) => name);
  if (keyFiles.length) return { keyFiles };
  const present = new Map();
  for (const file of [...files, ...cards]) {
    await report('reading', 0);
    if (file.bytes.length <= 2 ** 30) for (const [found, card] of await cardsOf(file)) present.set(found, card);
  }
  const trusted = digits.map((wanted) => present.get(wanted)).filter(Boolean);
  const unmatched = digits.filter((wanted) => !present.has(wanted));
  const emptyCards = [];
  for (const file of cards) {
    const found = [...(await cardsOf(file)).values()];
    if (found.length !== 1) emptyCards.push({ name: file.name, count: found.length });
    else trusted.push(found[0]);
  }
  const read = clocks.map(clockOf);
  const operators = read.filter(({ error }) => !error).map(({ name, certificates }) => ({ name, certificates, accuracy: 1 }));
  const schemas = new Map();
  const unread = files.filter((file) => {
    const schema = schemaOf(file);
    if (schema) schemas.set(hex(sha256(encode(schema))), schema);
    return schema;
  });
  const assessment = await assess({
    files: files.filter((file) => !unread.includes(file)),
    pinned: trusted.map(({ bytes }) => bytes),
    revocations: read.flatMap(({ lists }) => lists ?? []),
    now, operators, pause: report,
  });
  const { transcript, knowledge } = assessment;
  const opened = {};
  for (const [name, { content }] of knowledge.keys) {
    if (!content) continue;
    schemas.set(hex(sha256(encode(content.schema))), content.schema);
    opened[name] = openedList(content);
  }
  const disclosures = Object.fromEntries([...transcript.disclosures].map(([name, one]) => [name, shownEntries(one, schemas)]));
  return {
    data: asData(assessment), statements: statementsOf(assessment), opened, disclosures, unmatched, emptyCards,
    unread: unread.map(({ name }) => name),
    badClocks: read.filter(({ error }) => error).map(({ name }) => name), impostors: impostorsAmong([...present], trusted),
    trust: cards.length || !digits.length ? 'pins' : 'digits',
  };
}

