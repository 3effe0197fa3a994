// Parts of a page that follow what is typed: the server draws them, here they only take the place of the older ones.

/** Fields stay as they are: only what stands in a [data-live] is replaced, and only if it says something else. @param {Element} root @param {string} page */
export function refresh(root, page) {
  const fresh = new DOMParser().parseFromString(page, 'text/html');
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-live]'))) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...[...other.childNodes].map(node => document.adoptNode(node)));
  }
}
