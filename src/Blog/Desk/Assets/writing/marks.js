// The quiet toolbar and its keys: marks of Markdown around what is selected.
import { lines, replace } from './edit.js';

const Keys = /** @type {Record<string, string>} */ ({ b: 'bold', i: 'italic', k: 'link' });

/** @param {HTMLTextAreaElement} area @param {HTMLFormElement} form */
export function marks(area, form) {
  const bar = /** @type {HTMLElement} */ (form.querySelector('[role=toolbar]'));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll('button')]);
  bar.hidden = false;
  bar.addEventListener('click', event => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (button) apply(button.dataset.mark ?? '', area, form);
  });
  bar.addEventListener('keydown', event => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    stop(buttons, /** @type {HTMLButtonElement} */ (buttons.at(to % buttons.length)));
  });
  bar.addEventListener('focusin', event => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (button) for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  });
  area.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !Keys[event.key]) return;
    event.preventDefault();
    apply(Keys[event.key], area, form);
  });
}

// One stop for the tab key; arrows move within.
/** @param {HTMLButtonElement[]} buttons @param {HTMLButtonElement} next */
function stop(buttons, next) {
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

/** @param {string} mark @param {HTMLTextAreaElement} area @param {HTMLFormElement} form */
function apply(mark, area, form) {
  switch (mark) {
    case 'bold': return around(area, '**');
    case 'italic': return around(area, '*');
    case 'code': return code(area);
    case 'link': return link(area);
    case 'heading': return heading(area);
    case 'quote': return prefix(area, /^> ?/, () => '> ');
    case 'list': return prefix(area, /^[-*+] /, () => '- ');
    case 'numbers': return prefix(area, /^\d+[.)] /, n => `${n + 1}. `);
    case 'table': return block(area, '| A | B |\n| --- | --- |\n|  |  |', 2, 3);
    case 'footnote': return footnote(area);
    case 'embed': return embed(area);
    case 'picture':
      // Whoever brings pictures listens; the caret stays where it was.
      form.dispatchEvent(new CustomEvent('blog:picture', { bubbles: true }));
  }
}

const selected = (/** @type {HTMLTextAreaElement} */ area) => area.value.slice(area.selectionStart, area.selectionEnd);

/** Puts a mark around the selection, or takes it away. @param {HTMLTextAreaElement} area @param {string} mark */
function around(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const size = mark.length;
  const isOwn = (/** @type {string} */ before, /** @type {string} */ after) => before.endsWith(mark) && after.startsWith(mark)
    && (mark !== '*' || !before.endsWith('**') || before.endsWith('***'));
  if (isOwn(value.slice(0, start), value.slice(end))) {
    replace(area, start - size, end + size, value.slice(start, end), 0, end - start);
  } else {
    replace(area, start, end, mark + value.slice(start, end) + mark, size, size + end - start);
  }
}

/** @param {HTMLTextAreaElement} area */
function code(area) {
  const text = selected(area);
  if (text.includes('\n')) replace(area, area.selectionStart, area.selectionEnd, `\`\`\`\n${text.replace(/\n$/, '')}\n\`\`\``, 3, 3);
  else around(area, '`');
}

/** @param {HTMLTextAreaElement} area */
function link(area) {
  const text = selected(area);
  if (isAddress(text)) replace(area, area.selectionStart, area.selectionEnd, `[](${text})`, 1, 1);
  else replace(area, area.selectionStart, area.selectionEnd, `[${text}](https://)`, text ? text.length + 3 : 1, text ? text.length + 11 : 1);
}

/** True for one web address and nothing else. @param {string} text */
export const isAddress = text => /^https?:\/\/[^\s<>]+$/i.test(text.trim());

/** None, then two signs, then three, then none. @param {HTMLTextAreaElement} area */
function heading(area) {
  const { start, end, text } = lines(area);
  const level = /^(#+) /.exec(text)?.[1].length ?? 0;
  const bare = text.replace(/^#+ /, '');
  const marked = (level === 0 ? '## ' : level === 2 ? '### ' : '') + bare;
  replace(area, start, end, marked, marked.length);
}

/** The same sign before each line, or none if all have it. @param {HTMLTextAreaElement} area @param {RegExp} known @param {(n: number) => string} sign */
function prefix(area, known, sign) {
  const { start, end, text } = lines(area);
  const rows = text.split('\n');
  const isOn = rows.every(row => known.test(row));
  const other = /^(?:[-*+]|\d+[.)]) /;
  const done = rows.map((row, n) => isOn ? row.replace(known, '') : sign(n) + row.replace(known.source.startsWith('^>') ? known : other, '')).join('\n');
  replace(area, start, end, done, rows.length > 1 ? 0 : done.length, done.length);
}

/** Something that stands alone, with empty lines around it. @param {HTMLTextAreaElement} area @param {string} text @param {number} from @param {number} to */
function block(area, text, from, to) {
  const { selectionEnd: at, value } = area;
  const before = value.slice(0, at);
  const lead = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = value.slice(at).startsWith('\n\n') || at === value.length ? '\n' : value[at] === '\n' ? '\n' : '\n\n';
  replace(area, at, at, lead + text + tail, lead.length + from, lead.length + to);
}

/** The next free number here, its text at the end. @param {HTMLTextAreaElement} area */
function footnote(area) {
  const next = 1 + Math.max(0, ...[...area.value.matchAll(/\[\^(\d+)\]/g)].map(m => Number(m[1])));
  const at = area.selectionEnd;
  const sign = `[^${next}]`;
  replace(area, at, at, sign);
  const { value } = area;
  const text = `${value.endsWith('\n\n') ? '' : value.endsWith('\n') ? '\n' : '\n\n'}${sign}: `;
  replace(area, value.length, value.length, text);
}

/** A link alone on its line becomes a card or a player. @param {HTMLTextAreaElement} area */
function embed(area) {
  const text = selected(area).trim();
  if (isAddress(text)) {
    replace(area, area.selectionStart, area.selectionEnd, '');
    block(area, text, text.length, text.length);
  } else {
    area.setSelectionRange(area.selectionEnd, area.selectionEnd);
    block(area, 'https://', 0, 8);
  }
}
