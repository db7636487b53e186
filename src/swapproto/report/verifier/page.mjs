// One program, as the page (taking files in, and showing the verdict) and as its worker, which does the job.
import { h } from './elements.mjs';
import { digitsIn, work } from './job.mjs';
import { unpacked } from './packing.mjs';
import { View } from './view.mjs';
import { Wording, isolated } from './wording.mjs';

const STOP_SECONDS = 2; // for the worker to hear that it has to stop
const TELL_SECONDS = 1; // without typing, before the digits are counted aloud
const find = (id) => document.getElementById(id);

// In the worker: do the job, and say now and then how far it is; on a word to stop, end it with what is done.
function serve() {
  let [last, isStopped, isCut] = [0, false, false];
  const report = async (step, number, total) => {
    if (performance.now() - last > 100) {
      last = performance.now();
      postMessage({ step, number, total });
      await new Promise((next) => setTimeout(next)); // the word to stop comes in between
    }
    isCut ||= isStopped;
    return isStopped;
  };
  addEventListener('message', async ({ data }) => {
    isStopped = data === 'stop';
    if (isStopped) return postMessage({ step: 'stopping' });
    try {
      return postMessage({ result: { ...await work(data, report), isCut } });
    } catch (error) {
      return postMessage({ failure: String(error?.message ?? error), isOld: error?.name === 'NotSupportedError' });
    }
  });
}

const given = { files: [], cards: [], clocks: [] };
let [worker, language, words] = [null, 'en', null];
let [shown, deadline, told] = [null, null, null]; // the last result, and when a worker is ended and a count is told
const on = (element, type, act) => element.addEventListener(type, (event) => {
  event.preventDefault();
  act(event);
});

function take(kind, list) {
  const isSame = (a, b) => ['name', 'size', 'lastModified'].every((key) => a[key] === b[key]);
  for (const file of list) if (!given[kind].some((one) => isSame(one, file))) given[kind].push(file);
  find(kind).value = '';
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

// Say how many digits there are: at once to those who see, and to those who listen when the typing stops.
function countDigits() {
  const text = find('digits').value.trim() && words.page('counted', digitsIn(find('digits').value));
  clearTimeout(told);
  find('counted').textContent = text;
  told = setTimeout(() => void (find('told').textContent = text), TELL_SECONDS * 1000);
}

function say(text, isError = false) {
  find('status').textContent = text;
  find('status').className = isError ? 'error' : '';
}

function end(text, isError = false) {
  clearTimeout(deadline);
  worker?.terminate();
  [worker, deadline] = [null, null];
  find('stop').hidden = true;
  find('go').disabled = false;
  say(text, isError);
}

// Have the worker end with what it found so far; or end it, the second time, or where it does not hear.
function stop() {
  const nothing = () => end(words.page('stopped'));
  if (deadline) return nothing();
  worker.postMessage('stop');
  return void (deadline = setTimeout(nothing, STOP_SECONDS * 1000));
}

// The bytes of files; of several with one name, the later ones get a number.
const readAll = (files) => Promise.all(files.map(async (file, i) => {
  const before = files.slice(0, i).filter(({ name }) => name === file.name).length;
  const name = before ? `${file.name} (${before + 1})` : file.name;
  return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
}));

async function start() {
  const { good, wrong, count } = digitsIn(find('digits').value);
  if (!given.files.length) return say(words.page('choose-first'), true);
  if (wrong.length) return say(words.page('sixty', { count }), true);
  find('go').disabled = true;
  shown = null;
  find('result').replaceChildren();
  say(`${words.page('step-reading')} …`);
  try {
    const [files, cards, clocks] = await Promise.all([given.files, given.cards, given.clocks].map(readAll));
    worker = new Worker(URL.createObjectURL(new Blob([find('program').textContent], { type: 'text/javascript' })));
    worker.addEventListener('error', () => end(words.page('gave-up'), true));
    worker.addEventListener('message', ({ data }) => receive(data));
    find('stop').hidden = false;
    const [now, { columns }] = [Math.floor(Date.now() / 1000), profiles()];
    const buffers = [...new Set([...files, ...cards, ...clocks].map(({ bytes }) => bytes.buffer))];
    worker.postMessage({ files, cards, clocks, digits: good, now, columns }, buffers);
  } catch (error) {
    end(words.page('file-lost', { why: error.message }), true);
  }
  return null;
}

const profiles = () => JSON.parse(find('profiles').textContent);

function receive({ step, number, total, result, failure, isOld }) {
  if (step === 'stopping') clearTimeout(deadline);
  if (step) return say(`${words.page(`step-${step}`)} … ${number || ''}${total ? ` / ${total}` : ''}`);
  if (failure) return end(words.page('failed', { why: isOld ? words.page('old-browser') : failure }), true);
  if (result.isEmpty) return end(words.page('stopped'));
  if (result.keyFiles) return end(words.page('key-file', { files: words.some(result.keyFiles.map(isolated)) }), true);
  end(words.page(result.isCut ? 'cut' : 'done'));
  shown = result;
  if (showResult()) find('verdict').focus();
  return null;
}

// Show the last result, and return whether there is one that can be shown.
function showResult() {
  try {
    find('result').replaceChildren(...(shown ? new View(shown, words.sentences, language, profiles()).render() : []));
  } catch (error) {
    shown = null;
    say(words.page('not-shown', { why: error.message }), true);
  }
  return shown !== null;
}

// Say everything in a language, also what is shown already.
function speak(tag, sentences) {
  [language, words] = [tag, new Wording(sentences, tag)];
  Object.assign(document.documentElement, { lang: tag, dir: sentences.dir });
  document.title = words.page('title');
  for (const one of document.querySelectorAll('[data-text]')) one.textContent = words.page(one.dataset.text);
  Object.keys(given).forEach(showGiven);
  countDigits();
  if (!worker) say('');
  showResult();
}

function open() {
  const languages = JSON.parse(unpacked(find('sentences').textContent));
  const choice = find('language');
  choice.append(...Object.entries(languages).map(([tag, one]) => h('option', { value: tag, lang: tag }, one.language)));
  choice.value = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => tag in languages) ?? 'en';
  const speakChosen = () => speak(choice.value, languages[choice.value]);
  choice.addEventListener('change', speakChosen);
  speakChosen();
  for (const kind of Object.keys(given)) {
    const input = find(kind);
    on(input, 'change', () => take(kind, input.files));
    const zone = input.closest('.drop');
    on(zone, 'dragover', () => {});
    on(zone, 'drop', (event) => take(kind, event.dataTransfer.files));
  }
  find('digits').addEventListener('input', countDigits);
  on(find('form'), 'submit', start);
  find('stop').addEventListener('click', stop);
  find('form').hidden = false;
  find('no-script').hidden = true;
}

(typeof document === 'undefined' ? serve : open)();
