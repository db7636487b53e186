// The page: taking files in, doing the job in a worker, and showing the verdict.

import { digitsIn, work } from './job.mjs';
import { View, h } from './view.mjs';
import { Wording, isolated } from './wording.mjs';

const find = (id) => document.getElementById(id);
const script = () => find('program').textContent;

// In the worker: do the job, and say now and then how far it is.
export function serve() {
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
  for (const file of list) {
    const same = given[kind].findIndex(({ name }) => name === file.name);
    if (same >= 0) given[kind].splice(same, 1);
    given[kind].push(file);
  }
  showGiven(kind);
}

function showGiven(kind) {
  const remove = (file) => {
    given[kind].splice(given[kind].indexOf(file), 1);
    showGiven(kind);
  };
  find(`${kind}-given`).replaceChildren(...given[kind].map((file) => h('li', {}, h('bdi', {}, file.name), ' ',
    h('button', { type: 'button', 'aria-label': words.page('remove-file', { file: file.name }), onclick: () => remove(file) },
      words.page('remove')))));
}

function say(text, isError = false) {
  find('status').textContent = text;
  find('status').className = isError ? 'error' : '';
}

function stop(text) {
  worker?.terminate();
  worker = null;
  find('stop').hidden = true;
  find('go').disabled = false;
  say(text);
}

async function readAll(files) {
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
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
    worker = new Worker(URL.createObjectURL(new Blob([script()], { type: 'text/javascript' })));
    worker.addEventListener('error', () => stop(words.page('gave-up')));
    worker.addEventListener('message', ({ data }) => receive(data));
    find('stop').hidden = false;
    worker.postMessage({ files, cards, clocks, digits: good, now: Math.floor(Date.now() / 1000) });
  } catch (error) {
    stop(words.page('file-lost', { why: error.message }));
  }
  return null;
}

function receive({ step, number, result, failure, isOld }) {
  if (step) return say(`${words.page(`step-${step}`)} … ${number || ''}`);
  if (failure) return stop(words.page('failed', { why: isOld ? words.page('old-browser') : failure }));
  if (result.keyFiles) return stop(words.page('key-file', { files: words.joined(result.keyFiles.map(isolated)) }));
  stop(words.page('done'));
  shown = result;
  showResult();
  find('verdict').focus();
  return null;
}

function showResult() {
  find('result').replaceChildren(...(shown ? new View(shown, words.sentences, language).render() : []));
}

// Say everything in a language, also what is shown already.
function speak(tag, sentences) {
  language = tag;
  words = new Wording(sentences, tag);
  Object.assign(document.documentElement, { lang: tag, dir: sentences.dir });
  document.title = words.page('title');
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = words.page(element.dataset.text);
  Object.keys(given).forEach(showGiven);
  say('');
  showResult();
}

export function open() {
  const languages = JSON.parse(find('sentences').textContent);
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
