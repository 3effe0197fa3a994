// What the editor says about saving: the line in its head, and the notices under it.
const notes = /** @type {HTMLElement} */ (document.getElementById('notes'));

/** @param {string} name */
const note = name => /** @type {HTMLElement} */ (notes.querySelector(`[data-when="${name}"]`));

/** Shows a notice, with another sentence if one is given. @param {string} name @param {string | null} [sentence] */
export function show(name, sentence) {
  const shown = note(name);
  if (sentence) /** @type {HTMLElement} */ (shown.querySelector('b')).textContent = sentence;
  shown.hidden = false;
}

/** @param {string} name */
export const hide = name => { note(name).hidden = true; };

/**
 * @param {import('./keep.js').Keeper} keeper
 * @param {HTMLElement} line
 */
export function report(keeper, line) {
  const said = /** @type {Record<string, string | undefined>} */ ({
    typed: line.dataset.unsaved, saving: line.dataset.saving, offline: line.dataset.offline, signedout: line.dataset.kept, conflict: line.dataset.kept, refused: line.dataset.kept,
  });
  keeper.addEventListener('state', event => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const state = keeper.state;
    if (state === 'saved') {
      const hour = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      line.textContent = (line.dataset.saved ?? '').replace('{0}', hour);
    } else if (!(state === 'typed' && line.textContent === said.typed)) {
      line.textContent = said[state] ?? '';
    }
    // While it tries again, what was said about the last time stays.
    if (state === 'saving' || state === 'typed') return;
    for (const name of ['offline', 'signedout', 'conflict', 'refused']) {
      if (name !== state) hide(name);
    }
    if (state === 'conflict') show('conflict', detail.sentence);
    else if (state === 'refused') show('refused', detail.sentence ?? note('refused').dataset.large);
    else if (state === 'offline' || state === 'signedout') show(state);
    if (keeper.isKept) hide('full');
    else show('full');
  });
}
