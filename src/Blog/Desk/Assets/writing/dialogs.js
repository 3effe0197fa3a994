// What floats over the editor: signing in again, and comparing with a text that somebody else saved.
import { hide } from './notes.js';
import { replaceAll } from './edit.js';

/** Opens and closes by the buttons that say so. */
export function wire() {
  for (const opener of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-opens]'))) {
    opener.addEventListener('click', () => dialog(opener.dataset.opens ?? '').showModal());
  }
  for (const closer of document.querySelectorAll('[data-closes]')) closer.addEventListener('click', () => closer.closest('dialog')?.close());
}

/** @param {string} id */
const dialog = id => /** @type {HTMLDialogElement} */ (document.getElementById(id));

/** Sign-in over the page: nothing is left, nothing is lost. @param {import('./keep.js').Keeper} keeper */
export function signIn(keeper) {
  const box = dialog('again');
  const form = /** @type {HTMLFormElement} */ (box.querySelector('form'));
  const problem = /** @type {HTMLElement} */ (form.querySelector('[role=alert]'));
  const elsewhere = /** @type {HTMLElement} */ (form.querySelector('[data-elsewhere]'));
  keeper.addEventListener('state', () => {
    if (keeper.state === 'signedout' && !document.querySelector('dialog[open]:not(.drawer)')) box.showModal();
  });
  // It may have been done in another window.
  addEventListener('focus', async () => {
    if (keeper.state === 'signedout' && !box.open && await renewed(keeper)) await keeper.resume();
  });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    problem.hidden = true;
    const said = await trySignIn(form);
    if (said === '' && await renewed(keeper)) {
      form.password.value = '';
      box.close();
      await keeper.resume();
      return;
    }
    elsewhere.hidden = said !== '';
    problem.textContent = said || problem.dataset.away || '';
    problem.hidden = false;
  });
}

/** @param {import('./keep.js').Keeper} keeper */
const renewed = keeper => keeper.renew().catch(error => {
  if (!(error instanceof TypeError)) throw error;
  return false;
});

/** @param {HTMLFormElement} form @returns {Promise<string>} empty: it was right; else what the site says */
async function trySignIn(form) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/sign-in')).text(), 'text/html');
    const token = /** @type {HTMLInputElement | null} */ (page.querySelector('input[name="__RequestVerificationToken"]'));
    const body = new FormData(form);
    body.set('__RequestVerificationToken', token?.value ?? '');
    body.set('stay', 'on');
    const answer = await fetch('/sign-in', { method: 'POST', body, redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return '';
    const told = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return told.querySelector('.error span, .notice p, .read')?.textContent ?? '';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return /** @type {HTMLElement} */ (form.querySelector('[role=alert]')).dataset.away ?? '';
  }
}

/** The other text beside mine. @param {import('./keep.js').Keeper} keeper */
export function compare(keeper) {
  const box = dialog('compare');
  const lines = /** @type {HTMLElement} */ (box.querySelector('.difference'));
  const { title, markdown } = /** @type {Record<string, HTMLTextAreaElement>} */ (/** @type {unknown} */ (keeper.form.elements));
  /** @type {import('./keep.js').Conflict | null} */
  let other = null;
  keeper.addEventListener('state', event => {
    if (keeper.state !== 'conflict') return;
    other = /** @type {CustomEvent} */ (event).detail;
    if (!other) return;
    /** @type {HTMLElement} */ (box.querySelector('[data-who]')).textContent = other.sentence;
    const changes = other.changes ?? [{ kind: '-', text: other.markdown }, { kind: '+', text: markdown.value }];
    if (other.title !== title.value) changes.unshift({ kind: '-', text: `# ${other.title}` }, { kind: '+', text: `# ${title.value}` });
    lines.replaceChildren(...changes.map(change => {
      const line = document.createElement(change.kind === '-' ? 'del' : change.kind === '+' ? 'ins' : 'span');
      line.textContent = change.text || '\u00a0';
      return line;
    }));
  });
  const done = () => {
    box.close();
    hide('conflict');
    markdown.focus();
  };
  box.querySelector('[data-mine]')?.addEventListener('click', async () => {
    done();
    if (other) await keeper.settle(other);
  });
  box.querySelector('[data-theirs]')?.addEventListener('click', async () => {
    done();
    if (!other) return;
    replaceAll(title, other.title);
    replaceAll(markdown, other.markdown);
    await keeper.settle(other);
  });
}
