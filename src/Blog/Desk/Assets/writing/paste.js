// Pasting: an address over words makes a link of them, and what other programs bring with marks becomes Markdown.
import { replace } from './edit.js';
import { toMarkdown } from './markdown.js';
import { isAddress } from './marks.js';

/** @param {HTMLTextAreaElement} area */
export function paste(area) {
  let isPlain = false;
  // Ctrl Shift V asks for the words alone.
  area.addEventListener('keydown', event => { isPlain = event.shiftKey; });
  area.addEventListener('paste', event => {
    const data = event.clipboardData;
    if (!data || data.files.length > 0 || isPlain) return;
    const text = data.getData('text/plain');
    const { selectionStart: start, selectionEnd: end, value } = area;
    const chosen = value.slice(start, end);
    if (chosen && !chosen.includes('\n') && isAddress(text) && !isAddress(chosen)) {
      event.preventDefault();
      replace(area, start, end, `[${chosen}](${text.trim()})`);
      return;
    }
    const markdown = toMarkdown(data.getData('text/html'));
    if (markdown) {
      event.preventDefault();
      replace(area, start, end, markdown);
    }
  });
}
