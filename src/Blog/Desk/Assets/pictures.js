// Pictures in the editor: chosen, pasted or dropped, made small, sent with progress, described once. Without this module the library's
// plain form does the same in a tab of its own.
import { sizesOf } from './resize.js';

/** @typedef {{ id: string, path: string, name: string, alt: string }} Facts what the server tells of a picture */
/** @typedef {{ file: File, row: HTMLElement, place: Place }} Sending a picture on its way */
/** @typedef {{ done: (facts: Facts) => void, drop: () => void }} Place where a picture goes */

const tools = document.querySelector('[data-pictures]');
const form = /** @type {HTMLFormElement} */ (document.getElementById('write'));
const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('markdown'));
const chooser = tools.querySelector('input[type=file]');
const rows = tools.querySelector('[data-rows]');
const said = tools.querySelector('[role=status]');
const dialog = document.getElementById('describe');
const words = tools.dataset;

const fill = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_, n) => values[n]);
const megabytes = bytes => (bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
const inBrackets = alt => alt.replace(/[\\[\]]/g, '\\$&');

/** What the next chosen files are for. */
let place = inText;
let count = 0;

tools.querySelector('.bar').hidden = true;
form.addEventListener('blog:picture', () => choose(inText));

function choose(where) {
  place = where;
  chooser.multiple = where === inText;
  chooser.click();
}

chooser.addEventListener('change', () => {
  const files = [...chooser.files];
  chooser.value = '';
  for (const file of files) send(file, place(file));
});

const pictures = files => [...files].filter(file => file.type.startsWith('image/'));

text.addEventListener('paste', event => {
  // Words that were copied together with their picture are pasted as words.
  const files = pictures(event.clipboardData.files);
  if (files.length === 0 || event.clipboardData.getData('text/plain')) return;
  event.preventDefault();
  for (const file of files) send(file, inText(file));
});

form.addEventListener('dragover', event => {
  if (event.dataTransfer.types.includes('Files')) event.preventDefault();
});
form.addEventListener('drop', event => {
  if (!event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  for (const file of pictures(event.dataTransfer.files)) send(file, inText(file));
});

addCoverButton();

/**
 * Holds the place in the text where the author stood, until the picture is there.
 * @param {File} file
 * @returns {Place}
 */
function inText(file) {
  // A link and no picture: the preview would look for it.
  let mark = `[${inBrackets(fill(words.sending, file.name))}](#picture-${++count})`;
  const before = text.value.slice(0, text.selectionStart);
  insert(before === '' || before.endsWith('\n\n') ? `${mark}\n\n` : before.endsWith('\n') ? `\n${mark}\n\n` : `\n\n${mark}\n\n`);
  return {
    done(facts) {
      const made = `![${inBrackets(facts.alt)}](${facts.path})`;
      replace(mark, made);
      mark = made;
    },
    drop: () => replace(mark, ''),
  };
}

/** @returns {Place} */
function asCover() {
  return {
    done(facts) {
      const [cover, alt] = [form.elements.namedItem('cover'), form.elements.namedItem('alt')];
      cover.value = facts.path;
      if (facts.alt) alt.value = facts.alt;
      cover.dispatchEvent(new Event('input', { bubbles: true }));
    },
    drop() {},
  };
}

// The browser's own way keeps the author's undo.
function insert(what) {
  text.focus();
  if (!document.execCommand('insertText', false, what)) {
    text.setRangeText(what, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function replace(mark, what) {
  const at = text.value.indexOf(mark);
  if (at < 0) return;
  text.setRangeText(what, at, at + mark.length, 'preserve');
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * @param {File} file
 * @param {Place} where
 */
async function send(file, where) {
  const sending = { file, row: addRow(), place: where };
  await attempt(sending);
}

/** @param {Sending} sending */
async function attempt({ file, row, place: where }) {
  const [line, amount, bar] = [row.querySelector('b'), row.querySelector('span'), row.querySelector('progress')];
  row.classList.remove('ember');
  row.querySelector('.bar')?.remove();
  bar.hidden = false;
  bar.removeAttribute('value');
  line.textContent = fill(words.sending, file.name);
  bar.setAttribute('aria-label', line.textContent);
  said.textContent = line.textContent;
  amount.textContent = '';
  let facts;
  try {
    const { main, smaller } = await sizesOf(file);
    const body = new FormData();
    body.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
    body.append('file', main, file.name);
    for (const small of smaller) body.append('smaller', small, file.name);
    facts = await post('/desk/media', body, (sent, all) => {
      bar.max = all;
      bar.value = sent;
      amount.textContent = fill(words.amount, megabytes(sent), megabytes(all));
    });
  } catch (problem) {
    bar.hidden = true;
    row.classList.add('ember');
    line.textContent = fill(words.failed, file.name);
    amount.textContent = problem.message;
    said.textContent = `${line.textContent} ${problem.message}`;
    row.append(buttons(
      [words.again, () => attempt({ file, row, place: where })],
      [words.remove, () => { where.drop(); row.remove(); }],
    ));
    return;
  }
  row.remove();
  said.textContent = fill(words.done, file.name);
  where.done(facts);
  if (facts.alt === '') {
    const alt = await describe(facts);
    if (alt) where.done({ ...facts, alt });
  }
}

function addRow() {
  const row = /** @type {HTMLElement} */ (tools.querySelector('template').content.firstElementChild.cloneNode(true));
  rows.append(row);
  return row;
}

function buttons(...all) {
  const bar = document.createElement('div');
  bar.className = 'bar';
  for (const [word, act] of all) {
    const one = document.createElement('button');
    one.type = 'button';
    one.className = 'button plain';
    one.textContent = word;
    one.addEventListener('click', act);
    bar.append(one);
  }
  return bar;
}

/** Answers what the server tells; the error's message is a sentence for the author. */
function post(address, body, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    if (onProgress) request.upload.addEventListener('progress', event => onProgress(event.loaded, event.total));
    request.addEventListener('error', () => reject(new Error(words.offline)));
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(request.response);
      else reject(new Error(request.status === 401 ? words.signedOut : request.response?.problem ?? words.trouble));
    });
    request.send(body);
  });
}

// One question at a time, however many pictures arrive together.
let asked = Promise.resolve();

/** @param {Facts} facts */
function describe(facts) {
  const answer = asked.then(() => ask(facts));
  asked = answer.then(() => {}, () => {});
  return answer;
}

/** @param {Facts} facts */
function ask(facts) {
  const [image, name, input, keep, later] = ['img', 'p', 'textarea', '[data-keep]', '[data-later]'].map(part => dialog.querySelector(part));
  image.src = facts.path;
  name.textContent = facts.name;
  input.value = '';
  dialog.showModal();
  input.focus();
  return new Promise(resolve => {
    const stop = new AbortController();
    const listen = (target, kind, act) => target.addEventListener(kind, act, { signal: stop.signal });
    listen(keep, 'click', () => dialog.close('keep'));
    listen(later, 'click', () => dialog.close(''));
    listen(input, 'keydown', event => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close('keep');
    });
    listen(dialog, 'close', () => {
      stop.abort();
      const alt = dialog.returnValue === 'keep' ? input.value.trim().replace(/\s+/g, ' ') : '';
      dialog.returnValue = '';
      text.focus();
      resolve(alt);
      if (alt) remember(facts, alt);
    });
  });
}

// The text has it already; the library is told so that the next use has it too.
function remember(facts, alt) {
  const body = new FormData();
  body.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
  body.append('alt', alt);
  post(`/desk/media/${facts.id}/alt`, body).catch(problem => { said.textContent = problem.message; });
}

function addCoverButton() {
  const cover = form.elements.namedItem('cover');
  if (!cover) return;
  const choice = buttons([words.cover, () => choose(asCover)]);
  cover.closest('.field').append(choice);
}
