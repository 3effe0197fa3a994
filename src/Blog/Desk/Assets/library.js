// The library: pictures that are chosen or dropped are made small and sent with progress. Without this module the plain form sends them as they are.
import { sizesOf } from './resize.js';

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-sends]'));
if (form) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('file'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    sendAll([...field.files ?? []]);
  });
  document.addEventListener('dragover', event => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    sendAll([...event.dataTransfer.files].slice(0, field.multiple ? undefined : 1));
  });
}

let isBusy = false;

/** @param {File[]} files */
async function sendAll(files) {
  if (isBusy || files.length === 0) return;
  isBusy = true;
  const rows = /** @type {HTMLElement} */ (form.querySelector('[data-rows]'));
  rows.replaceChildren();
  let then = '';
  let failed = 0;
  for (const file of files) {
    const row = addRow(rows, file);
    try {
      then = await send(file, row) || then;
      row.remove();
    } catch (problem) {
      failed++;
      row.classList.add('ember');
      row.querySelector('progress').hidden = true;
      row.querySelector('b').textContent = fill(form.dataset.failed, file.name);
      row.querySelector('span').textContent = problem.message;
    }
  }
  isBusy = false;
  delete form.dataset.sent;
  // What was refused stays on the screen; then the list is for the author to load.
  if (failed === 0) location.assign(then || form.dataset.sends);
}

/** @param {HTMLElement} rows @param {File} file */
function addRow(rows, file) {
  const row = /** @type {HTMLElement} */ (form.querySelector('template').content.firstElementChild.cloneNode(true));
  row.querySelector('b').textContent = fill(form.dataset.sending, file.name);
  row.querySelector('progress').setAttribute('aria-label', row.querySelector('b').textContent);
  rows.append(row);
  return row;
}

/** Sends one picture with its smaller sizes. @param {File} file @param {HTMLElement} row @returns {Promise<string>} the page that the answer names; empty: none */
async function send(file, row) {
  const { main, smaller } = await sizesOf(file);
  const body = new FormData();
  body.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
  body.append('file', main, file.name);
  for (const small of smaller) body.append('smaller', small, file.name);
  const [bar, amount] = [row.querySelector('progress'), row.querySelector('span')];
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', event => {
      bar.max = event.total;
      bar.value = event.loaded;
      amount.textContent = fill(form.dataset.amount, megabytes(event.loaded), megabytes(event.total));
    });
    request.addEventListener('error', () => reject(new Error(form.dataset.offline)));
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(request.responseURL === form.action ? '' : request.responseURL);
      else reject(new Error(request.status === 401 ? form.dataset.signedOut : sentenceOf(request) ?? form.dataset.trouble));
    });
    request.send(body);
  });
}

/** @param {XMLHttpRequest} request @returns {string | undefined} */
const sentenceOf = request => request.getResponseHeader('Content-Type')?.includes('json') ? JSON.parse(request.responseText).problem : undefined;

const fill = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_, n) => values[n]);
const megabytes = bytes => (bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
