// Sections with links to them become tabs: arrows, Home and End choose at once.

/** @param {HTMLElement} root holds a nav of links and the sections that they lead to */
export function tabs(root) {
  const list = /** @type {HTMLElement} */ (root.querySelector('.tabs'));
  list.setAttribute('role', 'tablist');
  const all = /** @type {HTMLElement[]} */ ([...list.children]);
  for (const tab of all) {
    const panel = (tab.getAttribute('href') ?? '').slice(1);
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panel);
    const section = document.getElementById(panel);
    section?.setAttribute('role', 'tabpanel');
    section?.setAttribute('tabindex', '-1');
  }
  list.addEventListener('click', event => {
    const tab = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role="tab"]'));
    if (!tab) return;
    event.preventDefault();
    select(tab);
  });
  list.addEventListener('keydown', event => {
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = /** @type {Record<string, number>} */ ({ ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 })[event.key];
    if (at < 0 || to === undefined) {
      if (event.key === ' ' && at >= 0) {
        event.preventDefault();
        select(all[at]);
      }
      return;
    }
    event.preventDefault();
    select(all[to % all.length]);
    all[to % all.length].focus();
  });
  select(all[1] ?? all[0]);
}

/** @param {HTMLElement} tab */
export function select(tab) {
  for (const other of /** @type {HTMLElement[]} */ ([...(tab.parentElement?.children ?? [])])) {
    other.setAttribute('aria-selected', String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
    const panel = document.getElementById(other.getAttribute('aria-controls') ?? '');
    if (panel) panel.hidden = other !== tab;
  }
}
