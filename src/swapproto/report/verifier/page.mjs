// One program, as the page (taking files in, and showing the verdict) and as its worker, which does the job.

import { digitsIn, work } from './job.mjs';
import { h } from './elements.mjs';
import { unpacked } from './packing.mjs';
import { View } from './view.mjs';
import { Wording, isolated } from './wording.mjs';

const find = (id) => document.getElementById(id);

// In the worker: do the job, and say now and then how far it is.
function serve() {
  let last = 0;
  const report = async (step, number) => {
    if (performance.now() - last < 100) return;
    last = performance.now();
    postMessage({ step, number });
  };
  addEventListener('message', async ({ data }) => {
    try {
      postMessage({ result: await work(data, report) });
    } catch (error) {
      postMessage({ failure: String(error?.message ?? error), isOld: error?.name === 'NotSupportedError' });
    }
  });
}

// The files that the reader gave, by where they gave them.
const given = { files: [], cards: [], clocks: [] };
let worker = null;
let language = 'en';
let words = null;
let shown = null; // the last result

function take(kind, list) {
  const isSame = (a, b) => ['name', 'size', 'lastModified'].every((key) => a[key] === b[key]);
  for (const file of list) if (!given[kind].some((one) => isSame(one, file))) given[kind].push(file);
  showGiven(kind);
}

function showGiven(kind) {
  const remove = (file) => () => {
    given[kind].splice(given[kind].indexOf(file), 1);
    showGiven(kind);
  };
  const items = given[kind].map((file) => h('li', {}, h('bdi', {}, file.name), ' ', h('button', {
    type: 'button', 'aria-label': words.page('remove-file', { file: file.name }), onclick: remove(file),
  }, words.page('remove'))));
  find(`${kind}-given`).replaceChildren(...items);
}

function say(text, isError = false) {
  find('status').textContent = text;
  find('status').className = isError ? 'error' : '';
}

function stop(text, isError = false) {
  worker?.terminate();
  worker = null;
  find('stop').hidden = true;
  find('go').disabled = false;
  say(text, isError);
}

// The bytes of files; of several with one name, the later ones get a number.
function readAll(files) {
  const named = files.map((file, i) => {
    const before = files.slice(0, i).filter(({ name }) => name === file.name).length;
    return { file, name: before ? `${file.name} (${before + 1})` : file.name };
  });
  return Promise.all(named.map(async ({ file, name }) => ({ name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}

async function start() {
  const { good, wrong } = digitsIn(find('digits').value);
  if (!given.files.length) return say(words.page('choose-first'), true);
  if (wrong.length) return say(words.page('sixty', { count: wrong[0].length }), true);
  find('go').disabled = true;
  shown = null;
  find('result').replaceChildren();
  say(`${words.page('step-reading')} …`);
  try {
    const [files, cards, clocks] = await Promise.all([given.files, given.cards, given.clocks].map(readAll));
    worker = new Worker(URL.createObjectURL(new Blob([find('program').textContent], { type: 'text/javascript' })));
    worker.addEventListener('error', () => stop(words.page('gave-up'), true));
    worker.addEventListener('message', ({ data }) => receive(data));
    find('stop').hidden = false;
    const [now, profiles] = [Math.floor(Date.now() / 1000), JSON.parse(find('profiles').textContent)];
    const buffers = [...new Set([...files, ...cards, ...clocks].map(({ bytes }) => bytes.buffer))];
    worker.postMessage({ files, cards, clocks, digits: good, now, profiles }, buffers);
  } catch (error) {
    stop(words.page('file-lost', { why: error.message }), true);
  }
  return null;
}

function receive({ step, number, result, failure, isOld }) {
  if (step) return say(`${words.page(`step-${step}`)} … ${number || ''}`);
  if (failure) return stop(words.page('failed', { why: isOld ? words.page('old-browser') : failure }), true);
  if (result.keyFiles) return stop(words.page('key-file', { files: words.some(result.keyFiles.map(isolated)) }), true);
  stop(words.page('done'));
  shown = result;
  if (showResult()) find('verdict').focus();
  return null;
}

// Show the last result, and return whether there is one that can be shown.
function showResult() {
  try {
    find('result').replaceChildren(...(shown ? new View(shown, words.sentences, language).render() : []));
  } catch (error) {
    shown = null;
    say(words.page('not-shown', { why: error.message }), true);
  }
  return shown !== null;
}

// Say everything in a language, also what is shown already.
function speak(tag, sentences) {
  language = tag;
  words = new Wording(sentences, tag);
  Object.assign(document.documentElement, { lang: tag, dir: sentences.dir });
  document.title = words.page('title');
  for (const one of document.querySelectorAll('[data-text]')) one.textContent = words.page(one.dataset.text);
  Object.keys(given).forEach(showGiven);
  if (!worker) say('');
  showResult();
}

function open() {
  const languages = JSON.parse(unpacked(find('sentences').textContent));
  const choice = find('language');
  choice.append(...Object.entries(languages).map(([tag, one]) => h('option', { value: tag, lang: tag }, one.language)));
  choice.value = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => tag in languages) ?? 'en';
  choice.addEventListener('change', () => speak(choice.value, languages[choice.value]));
  speak(choice.value, languages[choice.value]);
  for (const kind of Object.keys(given)) {
    const input = find(kind);
    input.addEventListener('change', () => {
      take(kind, input.files);
      input.value = '';
    });
    const zone = input.closest('.drop');
    zone.addEventListener('dragover', (event) => event.preventDefault());
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      take(kind, event.dataTransfer.files);
    });
  }
  find('form').addEventListener('submit', (event) => {
    event.preventDefault();
    start();
  });
  find('stop').addEventListener('click', () => stop(words.page('stopped')));
  find('form').hidden = false;
  find('no-script').hidden = true;
}

if (typeof document === 'undefined') serve();
else open();
