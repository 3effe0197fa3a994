// Lists and quotes go on by themselves: Enter begins the next item, Enter on an empty one ends the list, Tab moves items in and out.
import { lines, replace } from './edit.js';

const Item = /^(\s*)((?:> ?)*)(?:([-*+])|(\d{1,9})([.)]))?( (?:\[[ xX]\] )?)?/;

/** @param {HTMLTextAreaElement} area */
export function lists(area) {
  area.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && goOn(area)) event.preventDefault();
    else if (event.key === 'Tab' && indent(area, event.shiftKey)) event.preventDefault();
  });
}

/** @param {HTMLTextAreaElement} area @returns {boolean} false: the key does what it always does */
function goOn(area) {
  const { selectionStart: at, selectionEnd, value } = area;
  if (at !== selectionEnd) return false;
  const start = value.lastIndexOf('\n', at - 1) + 1;
  const line = value.slice(start, at);
  const [sign, space, quote, bullet, number, after, gap = ''] = Item.exec(line) ?? [''];
  const isItem = Boolean((bullet || number) && gap);
  if (!isItem && !quote || isInCode(value, start)) return false;
  const rest = value.slice(at).split('\n', 1)[0];
  if (line.length === sign.length && rest.trim() === '') {
    // Nothing in it: the list or the quote ends here.
    replace(area, start, at, isItem && quote ? space + quote : '');
    return true;
  }
  const next = number ? `${Number(number) + 1}${after}` : bullet ?? '';
  replace(area, at, at, `\n${space}${quote}${isItem ? next + (gap.length > 1 ? ' [ ] ' : ' ') : ''}`);
  return true;
}

/** Moves list items by two or, under a number, by three. Anywhere else the tab key goes on to the next field. @param {HTMLTextAreaElement} area @param {boolean} isOut */
function indent(area, isOut) {
  const { start, end, text } = lines(area);
  const { selectionStart, selectionEnd } = area;
  const rows = text.split('\n');
  if (!rows.every(row => /^\s*(?:[-*+]|\d{1,9}[.)]) /.test(row))) return false;
  const width = /^\s*\d/.test(rows[0]) ? 3 : 2;
  if (isOut && rows.every(row => !/^\s/.test(row))) return false;
  const moved = rows.map(row => isOut ? row.replace(new RegExp(`^(?: {1,${width}}|\\t)`), '') : ' '.repeat(width) + row);
  const done = moved.join('\n');
  const first = moved[0].length - rows[0].length;
  replace(area, start, end, done, Math.max(0, selectionStart - start + first), selectionEnd - start + done.length - text.length);
  return true;
}

/** @param {string} value @param {number} at */
const isInCode = (value, at) => (value.slice(0, at).match(/^(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
