// Elements of the page. Everything is put in as text: nothing in a file can become a part of the page.

const STEP = 200;
let words = null;

export const speakBy = (wording) => void (words = wording);

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const section = (title, ...children) => h('section', {}, h('h2', {}, title), ...children);
export const code = (text) => h('code', {}, text);

// Put items into an element, some at a time: the element with a button for more, so that a million do no harm.
export function some(parent, items, render, into = parent) {
  const more = h('button', { type: 'button', onclick: () => add() });
  let shown = 0;
  const add = () => {
    const next = items.slice(shown, shown + STEP);
    shown += next.length;
    into.append(...next.map(render));
    more.textContent = words.page('show-more', { left: items.length - shown });
    more.hidden = shown === items.length;
  };
  add();
  return h('div', {}, parent, more);
}

// `show` gives what is in an item, or in the cells of a row, when it is shown.
export const list = (items, look = null, show = (one) => one) =>
  some(h('ul', { class: look }), items, (one) => h('li', {}, ...[show(one)].flat()));

const tableRow = (cells, tag = 'td') =>
  h('tr', {}, ...cells.map((text) => h(tag, { scope: tag === 'th' ? 'col' : null }, h('bdi', {}, text))));

export function table(caption, heads, rows, show = (row) => row) {
  const body = h('tbody', {});
  const whole = h('table', {}, h('caption', {}, caption), h('thead', {}, tableRow(heads, 'th')), body);
  const box = h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption }, whole);
  return some(box, rows, (row) => tableRow(show(row)), body);
}
