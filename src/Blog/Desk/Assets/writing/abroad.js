// Where the draft goes, in a drawer beside the text: the page of its own, fetched, with tabs. Counts and previews are the server's.
import { refresh } from '../live.js';
import { tabs } from './tabs.js';

const Pause = 400;

/**
 * @param {import('./keep.js').Keeper} keeper
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} text
 */
export function abroad(keeper, form, text) {
  const drawer = /** @type {HTMLDialogElement | null} */ (document.getElementById('drawer'));
  const opener = /** @type {HTMLButtonElement | null} */ (form.querySelector('[data-abroad]'));
  const own = /** @type {HTMLFormElement | null} */ (document.getElementById('abroad'));
  if (!drawer || !opener || !own) return null;
  const said = /** @type {HTMLElement} */ (drawer.querySelector('[data-drawer]'));
  let timer = 0;
  let turn = 0;
  let keeping = false;

  const address = () => `/desk/write/${form.dataset.post}/abroad`;

  async function open() {
    if (drawer?.open) return focusTab();
    if (keeper.saving) await keeper.saving;
    // A draft that was never stored has no copies to speak of: it is stored first.
    if (form.elements.namedItem('id') && !keeper.isDirty) keeper.touch();
    await keeper.save();
    // Without a line or a sign-in the editor says so itself, and nothing opens.
    const answer = keeper.isDirty ? null : await ask(address());
    if (answer === null) return;
    const body = new DOMParser().parseFromString(answer, 'text/html').getElementById('abroad-body');
    if (!body || !drawer) return;
    drawer.querySelector('#abroad-body')?.remove();
    drawer.append(document.adoptNode(body));
    tabs(body);
    document.querySelector('.sheet')?.classList.add('with-drawer');
    if (matchMedia('(max-width: 56em)').matches) drawer.showModal();
    else drawer.show();
    focusTab();
  }

  const focusTab = () => /** @type {HTMLElement | null} */ (drawer.querySelector('[role="tab"][aria-selected="true"]'))?.focus();

  function shut() {
    document.querySelector('.sheet')?.classList.remove('with-drawer');
    opener?.focus();
  }

  /** @param {string} path @param {FormData} [body] @returns {Promise<string | null>} */
  async function ask(path, body) {
    try {
      const answer = await fetch(path, { method: body ? 'POST' : 'GET', body, headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(30_000) });
      return answer.ok && !answer.redirected ? await answer.text() : null;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      return null;
    }
  }

  // One at a time and in order; what was typed meanwhile goes with the next.
  async function keep() {
    if (keeping) return;
    keeping = true;
    for (let sent = -1; sent !== turn;) {
      sent = turn;
      said.textContent = said.dataset.saving ?? '';
      const body = new FormData(own ?? undefined);
      body.set('__RequestVerificationToken', /** @type {HTMLInputElement} */ (form.elements.namedItem('__RequestVerificationToken')).value);
      const answer = await ask(address(), body);
      said.textContent = (answer === null ? said.dataset.away : said.dataset.saved) ?? '';
      if (answer === null) {
        later(5000);
        break;
      }
      if (drawer && sent === turn) refresh(drawer, answer);
    }
    keeping = false;
  }

  /** @param {number} pause */
  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  // The text is another form: what is typed here is no change of it.
  drawer.addEventListener('input', event => {
    event.stopPropagation();
    turn++;
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.type === 'radio' && field.value === 'own') fill(field);
    if (field.type === 'datetime-local') choose(field);
    later(field.matches('[type="radio"], [type="checkbox"]') ? 0 : Pause);
  });
  drawer.addEventListener('click', event => {
    const button = /** @type {Element} */ (event.target).closest('button');
    if (button?.name !== 'take') return;
    event.preventDefault();
    const [target, hour] = button.value.split('_');
    const field = /** @type {HTMLInputElement} */ (own.elements.namedItem(`date-${target}`));
    field.value = hour;
    field.focus();
    turn++;
    later(0);
  });
  drawer.addEventListener('close', shut);
  own.addEventListener('submit', event => event.preventDefault());
  drawer.querySelector('[data-shut]')?.addEventListener('click', () => drawer.close());
  document.addEventListener('keydown', event => {
    if (!drawer.open) return;
    if (event.key === 'Escape' && !document.querySelector('dialog[open]:not(.drawer)')) {
      event.preventDefault();
      drawer.close();
    } else if (event.key === 'F6') {
      event.preventDefault();
      if (drawer.contains(document.activeElement)) text.focus();
      else focusTab();
    }
  });
  // What is typed into the text changes what follows it.
  keeper.addEventListener('state', async () => {
    if (!drawer.open || keeper.state !== 'saved' || keeping) return;
    const before = turn;
    const answer = await ask(address());
    if (answer !== null && before === turn && !keeping) refresh(drawer, answer);
  });

  // Own words begin as what the post makes. @param {HTMLInputElement} radio
  function fill(/** @type {HTMLInputElement} */ radio) {
    const field = /** @type {HTMLTextAreaElement | null} */ (radio.closest('.panel')?.querySelector('[data-own]'));
    const shown = radio.closest('.panel')?.querySelector('.net-post')?.textContent;
    if (radio.name.startsWith('kind-') && field && !field.value && shown) field.value = shown;
  }

  // Who touches the day means it. @param {HTMLInputElement} field
  function choose(/** @type {HTMLInputElement} */ field) {
    const radio = /** @type {HTMLInputElement | null} */ (field.closest('.panel')?.querySelector('input[name^="when-"][value="own"]'));
    if (radio) radio.checked = true;
  }

  return {
    /** True if the drawer is what the button wants. @param {SubmitEvent} event */
    takes(event) {
      if (event.submitter !== opener) return false;
      event.preventDefault();
      void open();
      return true;
    },
  };
}
