// Rich text as Markdown. Only what is named here is taken over; everything else gives its words, and scripts and styles nothing. The source is parsed
// into a document that is never shown and runs nothing.

const Nothing = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'HEAD', 'TITLE', 'META', 'LINK', 'SVG', 'MATH', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BUTTON', 'INPUT', 'SELECT', 'TEXTAREA']);
const Blocks = new Set(['P', 'DIV', 'SECTION', 'ARTICLE', 'HEADER', 'FOOTER', 'MAIN', 'ASIDE', 'FIGURE', 'FIGCAPTION', 'ADDRESS', 'DL', 'DT', 'DD', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'PRE', 'TABLE', 'HR', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6']);
const Marks = /** @type {Record<string, string>} */ ({ STRONG: '**', B: '**', EM: '*', I: '*', DEL: '~~', S: '~~' });
const Wanted = 'a[href], strong, b, em, i, del, s, code, pre, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, table, img[src], hr';
const Deepest = 40;

/**
 * @param {string} html
 * @returns {string} empty if it has no marks worth more than its plain text
 */
export function toMarkdown(html) {
  if (!html) return '';
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  // Code editors bring their colours along: to them it is one preformatted line after the other.
  if (!body.querySelector(Wanted) || body.querySelector(':scope > [style*="monospace"]:only-child')) return '';
  return blocks(body, 0).join('\n\n').replace(/\n{3,}/g, '\n\n').trim();
}

/** @param {Node} parent @param {number} depth @returns {string[]} */
function blocks(parent, depth) {
  const done = /** @type {string[]} */ ([]);
  let run = '';
  const flush = () => {
    const text = tidy(run);
    if (text) done.push(text);
    run = '';
  };
  for (const child of parent.childNodes) {
    if (child instanceof HTMLElement && !Nothing.has(child.tagName) && isBlock(child)) {
      flush();
      if (depth < Deepest) done.push(...block(child, depth + 1).filter(b => b.trim() !== ''));
      else run += escape(child.textContent ?? '');
    } else {
      run += inline(child, depth);
    }
  }
  flush();
  return done;
}

/** @param {HTMLElement} element */
const isBlock = element => Blocks.has(element.tagName) || element.querySelector('p, div, ul, ol, li, blockquote, pre, table, h1, h2, h3, h4, h5, h6') !== null;

/** @param {string} text */
const tidy = text => text.replace(/[ \t]*\n[ \t]*/g, '\n').replace(/ {2,}(?!\n)/g, ' ').trim();

/** @param {HTMLElement} element @param {number} depth @returns {string[]} */
function block(element, depth) {
  const { tagName } = element;
  if (/^H[1-6]$/.test(tagName)) {
    const text = tidy(inlines(element, depth)).replace(/\n/g, ' ');
    // The title of the post is the only heading of the first rank.
    return text ? ['#'.repeat(Math.max(2, Number(tagName[1]))) + ' ' + text] : [];
  }
  switch (tagName) {
    case 'HR': return ['---'];
    case 'PRE': return [fence(element.textContent ?? '')];
    case 'UL': case 'OL': return [list(element, depth)];
    case 'BLOCKQUOTE': return [blocks(element, depth).join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>')];
    case 'TABLE': return [table(/** @type {HTMLTableElement} */ (element), depth)];
    default: return blocks(element, depth);
  }
}

/** @param {string} text */
function fence(text) {
  const sign = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(text.match(/`+/g) ?? []).map(t => t.length))));
  return `${sign}\n${text.replace(/\n$/, '')}\n${sign}`;
}

/** @param {HTMLElement} element @param {number} depth */
function list(element, depth) {
  let number = Number(element.getAttribute('start') ?? 1) || 1;
  const items = [...element.children].map(child => {
    const parts = child.tagName === 'LI' ? blocks(child, depth) : block(/** @type {HTMLElement} */ (child), depth);
    const sign = element.tagName === 'OL' ? `${number++}. ` : '- ';
    const text = parts.join('\n\n').replace(/\n\n(?=\s*(?:[-*+]|\d+\.) )/g, '\n');
    return sign + text.replace(/\n(?!\n)/g, '\n' + ' '.repeat(sign.length));
  });
  return items.filter(i => i.trim().length > 1).join('\n');
}

/** @param {HTMLTableElement} element @param {number} depth */
function table(element, depth) {
  const rows = [...element.rows].map(row => [...row.cells].map(cell => tidy(inlines(cell, depth)).replace(/\n/g, ' ').replace(/\|/g, '\\|')));
  const width = Math.max(0, ...rows.map(r => r.length));
  // One cell is how some programs set a page.
  if (width < 2) return blocks(element.rows[0]?.cells[0] ?? element, depth).join('\n\n');
  const line = (/** @type {string[]} */ cells) => `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`;
  return [line(rows[0]), line(Array(width).fill('---')), ...rows.slice(1).map(line)].join('\n');
}

/** @param {Node} parent @param {number} depth */
const inlines = (parent, depth) => [...parent.childNodes].map(child => inline(child, depth + 1)).join('');

/** @param {Node} node @param {number} depth @returns {string} */
function inline(node, depth) {
  if (node.nodeType === Node.TEXT_NODE) return escape((node.textContent ?? '').replace(/\s+/g, ' '));
  if (!(node instanceof HTMLElement) || Nothing.has(node.tagName)) return '';
  if (depth > Deepest) return escape(node.textContent ?? '');
  switch (node.tagName) {
    case 'BR': return '\\\n';
    case 'CODE': case 'KBD': case 'SAMP': case 'TT': return span(node.textContent ?? '');
    case 'IMG': return picture(node);
    case 'A': return link(node, depth);
  }
  const mark = Marks[node.tagName];
  const text = inlines(node, depth);
  // Some programs put all they copy into one bold element that is not bold.
  return mark && !/normal|400/.test(node.style.fontWeight) ? around(text, mark) : text;
}

/** The mark must touch the words. @param {string} text @param {string} mark */
function around(text, mark) {
  const words = text.trim();
  return words ? text.slice(0, text.indexOf(words)) + mark + words + mark + text.slice(text.indexOf(words) + words.length) : text;
}

/** @param {string} text */
function span(text) {
  const sign = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map(t => t.length)));
  return text.trim() ? `${sign}${sign.length > 1 ? ` ${text} ` : text}${sign}` : text;
}

/** @param {HTMLElement} node @param {number} depth */
function link(node, depth) {
  const text = inlines(node, depth);
  const address = target(node.getAttribute('href'), ['http:', 'https:', 'mailto:']);
  return address && text.trim() ? `[${tidy(text)}](${address})` : text;
}

/** Pictures of the web; what lies in the clipboard itself is no address. @param {HTMLElement} node */
function picture(node) {
  const address = target(node.getAttribute('src'), ['http:', 'https:']);
  return address ? `![${escape(node.getAttribute('alt') ?? '')}](${address})` : '';
}

/** @param {string | null} address @param {string[]} schemes */
function target(address, schemes) {
  const url = address ? URL.parse?.(address) ?? tryUrl(address) : null;
  return url && schemes.includes(url.protocol) ? url.href.replace(/[()\s<>]/g, encodeURIComponent).replace(/\(/g, '%28').replace(/\)/g, '%29') : null;
}

/** @param {string} address */
function tryUrl(address) {
  try {
    return new URL(address);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/** Words that would read as marks. @param {string} text */
const escape = text => text.replace(/[\\`*_[\]<]/g, '\\$&').replace(/^(\s*)([#>+-]|\d+[.)])(?=\s)/, '$1\\$2');
