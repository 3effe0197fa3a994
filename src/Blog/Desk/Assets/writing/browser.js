// What is typed, kept in this browser at once, for each post, account and window; removed when the site has it.
const Prefix = 'blog:write:';
const Most = 20;
const here = Math.random().toString(36).slice(2);

/**
 * @typedef {{ account: string, post: string, isNew: boolean, at: number, sent: boolean, fields: Record<string, string> }} Entry
 */

/** @param {string} account @param {string} post */
const keyOf = (account, post) => `${Prefix}${account}:${post}:${here}`;

/** @returns {{ key: string, entry: Entry }[]} the newest first */
function all() {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key?.startsWith(Prefix)) continue;
      try {
        found.push({ key, entry: JSON.parse(localStorage.getItem(key) ?? '') });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        localStorage.removeItem(key);
      }
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  return found.sort((a, b) => b.entry.at - a.entry.at);
}

/**
 * Keeps an entry; the oldest of others make room.
 * @param {Entry} entry
 * @returns {boolean} false if the browser has no room or keeps nothing
 */
export function put(entry) {
  const key = keyOf(entry.account, entry.post);
  const text = JSON.stringify(entry);
  const others = all().filter(o => o.key !== key);
  for (const old of others.splice(Most - 1)) forget(old.key);
  for (;;) {
    try {
      localStorage.setItem(key, text);
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      const oldest = others.pop();
      if (!oldest) return false;
      forget(oldest.key);
    }
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** @param {string} account @param {string} post */
export const forgetMine = (account, post) => forget(keyOf(account, post));

/**
 * What other windows left behind for this post, or for a new one.
 * @param {string} account @param {string} post @param {boolean} isNew
 */
export const left = (account, post, isNew) => all().filter(({ key, entry }) =>
  key !== keyOf(account, post) && entry.account === account && (isNew ? entry.isNew : entry.post === post));
