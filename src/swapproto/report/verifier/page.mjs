// The page: taking files in, doing the job in a worker, and showing the verdict.

import { digitsIn, work } from './job.mjs';
import { h } from './elements.mjs';
import { View } from './view.mjs';

const STEPS = {
  reading: 'Reading files', verifying: 'Checking signatures', opening: 'Opening lists', entries: 'Reading entries',
  leaves: 'Checking entries', time: 'Checking time stamps',
};
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
      const isOld = error.name === 'NotSupportedError';
      postMessage({ failure: isOld ? 'this browser cannot check Ed25519 signatures; use a newer one' : error.message });
    }
  });
}

// The files that the reader gave, by where they gave them.
const given = { files: [], cards: [], clocks: [] };
let worker = null;

function take(kind, list) {
  const isSame = (a, b) => ['name', 'size', 'lastModified'].every((key) => a[key] === b[key]);
  for (const file of list) if (!given[kind].some((one) => isSame(one, file))) given[kind].push(file);
  showGiven(kind);
}

function showGiven(kind) {
  const remove = (file) => {
    given[kind].splice(given[kind].indexOf(file), 1);
    showGiven(kind);
  };
  const button = (file) =>
    h('button', { type: 'button', 'aria-label': `Remove ${file.name}`, onclick: () => remove(file) }, 'Remove');
  const items = given[kind].map((file) => h('li', {}, h('bdi', {}, file.name), ' ', button(file)));
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
  if (!given.files.length) return say('Choose the files first.', true);
  if (wrong.length) return say(`Sixty digits make one fingerprint; here are ${wrong[0].length}.`, true);
  find('go').disabled = true;
  find('result').replaceChildren();
  say('Reading files …');
  try {
    const [files, cards, clocks] = await Promise.all([given.files, given.cards, given.clocks].map(readAll));
    worker = new Worker(URL.createObjectURL(new Blob([script()], { type: 'text/javascript' })));
    const failed = 'This browser stopped the work. Try again with fewer or smaller files, or use swapproto verify.';
    worker.addEventListener('error', () => stop(failed, true));
    worker.addEventListener('message', ({ data }) => receive(data));
    find('stop').hidden = false;
    const [now, profiles] = [Math.floor(Date.now() / 1000), JSON.parse(find('profiles').textContent)];
    const buffers = [...new Set([...files, ...cards, ...clocks].map(({ bytes }) => bytes.buffer))];
    worker.postMessage({ files, cards, clocks, digits: good, now, profiles }, buffers);
  } catch (error) {
    stop(`A file could not be read: ${error.message}. Choose it again; of a folder, choose the files in it.`, true);
  }
  return null;
}

function receive({ step, number, result, failure }) {
  if (step) return say(`${STEPS[step]} … ${number || ''}`);
  if (failure) return stop(`This could not be checked: ${failure}.`, true);
  if (result.keyFiles) {
    const names = result.keyFiles.join(', ');
    return stop(`${names}: this is a key file. Never give it to a web page, this one included: a page that was ` +
      'altered could send it away. Nothing of it was used. Take it out of the list, and open sealed lists with ' +
      'swapproto open.', true);
  }
  const languages = JSON.parse(find('sentences').textContent);
  const language = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => tag in languages) ?? 'en';
  try {
    find('result').replaceChildren(...new View(result, languages[language], language).render());
  } catch (error) {
    return stop(`This could not be shown: ${error.message}. Use swapproto verify.`, true);
  }
  stop('Done.');
  find('verdict').focus();
  return null;
}

export function open() {
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
  find('stop').addEventListener('click', () => stop('Stopped. Nothing was concluded.'));
  find('form').hidden = false;
  find('no-script').hidden = true;
}
