// The editor: what is typed is kept, shown as readers would see it, and marked by keys.
import { forget, left } from './writing/browser.js';
import { tell } from './writing/count.js';
import { abroad } from './writing/abroad.js';
import { compare, signIn, wire } from './writing/dialogs.js';
import { replaceAll } from './writing/edit.js';
import { idle } from './writing/idle.js';
import { Keeper } from './writing/keep.js';
import { lists } from './writing/lists.js';
import { marks } from './writing/marks.js';
import { hide, report, show } from './writing/notes.js';
import { paste } from './writing/paste.js';
import { preview } from './writing/preview.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('write'));
const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('markdown'));
const foot = /** @type {HTMLElement} */ (form.querySelector('footer'));
const keeper = new Keeper(form);
const seen = preview(form, text);

wire();
report(keeper, /** @type {HTMLElement} */ (form.querySelector('.status')));
signIn(keeper);
compare(keeper);
marks(text, form);
lists(text);
paste(text);
const drawer = abroad(keeper, form, text);

let counting = 0;
form.addEventListener('input', () => {
  keeper.touch();
  clearTimeout(counting);
  counting = setTimeout(() => idle(() => tell(foot, text.value)), 300);
});

// Drawn once the site has answered: without a line or a sign-in the frame would show that, in place of the last good page.
keeper.addEventListener('state', () => {
  if (keeper.state === 'saved' || keeper.state === 'conflict') seen.draw();
});

let leaving = false;
form.addEventListener('submit', async event => {
  if (event.submitter === seen.button) return;
  if (drawer?.takes(event)) return;
  if (leaving) {
    event.preventDefault();
    return;
  }
  if (keeper.saving) {
    // Two saves of one window never cross.
    event.preventDefault();
    await keeper.saving;
    form.requestSubmit(/** @type {HTMLButtonElement} */ (event.submitter));
    return;
  }
  leaving = true;
  keeper.rest();
  keeper.keep(true);
});
addEventListener('pageshow', () => { leaving = false; });

// What the browser keeps comes back; only without that somebody must stay.
addEventListener('beforeunload', event => {
  if (!leaving && keeper.isDirty && !keeper.isKept) event.preventDefault();
});

document.addEventListener('keydown', event => {
  if (!event.ctrlKey && !event.metaKey) return;
  const wanted = /** @type {Record<string, string>} */ ({ s: 'save', Enter: 'review' })[event.key];
  const button = wanted && form.querySelector(`button[name="do"][value="${wanted}"]`);
  if (button && !document.querySelector('dialog[open]:not(.drawer)')) {
    event.preventDefault();
    form.requestSubmit(/** @type {HTMLButtonElement} */ (button));
  }
});

for (const button of document.querySelectorAll('[data-copy]')) button.addEventListener('click', () => navigator.clipboard?.writeText(text.value));

/** Words that did not reach the site: from a window that was closed, or a machine that went down. */
async function offer() {
  const { account = '', post = '' } = form.dataset;
  const isNew = form.elements.namedItem('id') !== null;
  const fields = keeper.fields;
  const revision = Number(fields.revision);
  for (const { key, entry } of left(account, post, isNew)) {
    const isSame = Object.entries(entry.fields).every(([name, value]) => ['revision', 'stamp'].includes(name) || fields[name] === value);
    const isStored = entry.sent && (isNew ? (await fetch(`/desk/posts/${entry.post}`)).ok : revision > Number(entry.fields.revision));
    if (isSame || isStored) {
      forget(key);
      continue;
    }
    found(key, entry);
    return;
  }
}

/** @param {string} key @param {import('./writing/browser.js').Entry} entry */
function found(key, entry) {
  const notice = /** @type {HTMLElement} */ (document.querySelector('[data-when="found"]'));
  const day = new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  show('found', (notice.dataset.words ?? '').replace('{0}', day));
  notice.querySelector('[data-take]')?.addEventListener('click', () => {
    hide('found');
    if (entry.isNew) {
      form.dataset.post = entry.post;
      entry.fields.id = entry.post;
    }
    // On its own base: what was saved since then is compared with it, not written over.
    for (const [name, value] of Object.entries(entry.fields)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLTextAreaElement) replaceAll(field, value);
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    }
    keeper.touch();
    keeper.keep();
    forget(key);
    text.focus();
  }, { once: true });
  notice.querySelector('[data-leave]')?.addEventListener('click', () => {
    hide('found');
    forget(key);
    text.focus();
  }, { once: true });
}

tell(foot, text.value);
if (form.dataset.dirty === 'yes') {
  keeper.turn++;
  seen.draw();
} else if (form.elements.namedItem('stamp') instanceof HTMLInputElement && form.stamp.value) {
  seen.draw();
}
// A field among the details that somebody was sent to.
const wished = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
const details = wished?.closest('details');
if (details) {
  details.open = true;
  wished?.focus();
}
await offer();
