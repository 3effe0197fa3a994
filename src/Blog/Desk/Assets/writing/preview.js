// The preview beside or instead of the text: drawn by the site in the real theme, in step with what is written.

/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} area */
export function preview(form, area) {
  const frames = /** @type {HTMLElement} */ (form.querySelector('.preview'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('[data-preview]'));
  const segment = /** @type {HTMLElement} */ (form.querySelector('.seg.view'));
  const canvas = /** @type {HTMLElement} */ (form.querySelector('.canvas'));
  let turn = 0;

  segment.hidden = false;
  button.hidden = true;
  for (const choice of segment.querySelectorAll('button')) {
    choice.addEventListener('click', () => {
      document.body.dataset.view = choice.dataset.view;
      for (const other of segment.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === choice));
      follow();
    });
  }

  const shown = () => /** @type {HTMLIFrameElement | null} */ (frames.querySelector('iframe:not([data-coming])'));

  // Whichever of the two scrolls: the text itself, or the sheet that it stands in.
  const source = () => area.scrollHeight > area.clientHeight + 1 ? area : canvas;

  function follow() {
    const from = source();
    const page = shown()?.contentWindow;
    const to = page?.document.scrollingElement;
    const room = from.scrollHeight - from.clientHeight;
    if (page && to && room > 0) page.scrollTo(0, from.scrollTop / room * (to.scrollHeight - to.clientHeight));
  }
  let isPlanned = false;
  const plan = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      follow();
    });
  };
  area.addEventListener('scroll', plan, { passive: true });
  canvas.addEventListener('scroll', plan, { passive: true });

  // Each preview is drawn in a frame of its own and swapped in when it is complete: no flicker, no entry in the history.
  function draw() {
    const old = shown();
    if (!old) return;
    frames.querySelector('iframe[data-coming]')?.remove();
    const next = /** @type {HTMLIFrameElement} */ (old.cloneNode());
    next.removeAttribute('src');
    next.name = `preview-${++turn}`;
    next.dataset.coming = '';
    frames.append(next);
    next.addEventListener('load', () => {
      const at = old.contentWindow?.scrollY ?? 0;
      delete next.dataset.coming;
      old.remove();
      next.contentWindow?.scrollTo(0, at);
      follow();
    });
    button.formTarget = next.name;
    button.hidden = false;
    form.requestSubmit(button);
    button.hidden = true;
  }
  return { draw, button };
}
