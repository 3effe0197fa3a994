// Changes of a text that the browser can undo.

// Characters; beyond that the command takes seconds, and the text is put in without it.
const LongestUndone = 100_000;

/**
 * Puts text in place of a range and selects within it.
 * @param {HTMLTextAreaElement} area
 * @param {number} start @param {number} end
 * @param {string} put
 * @param {number} [from] selection, from the start of what was put
 * @param {number} [to]
 */
export function replace(area, start, end, put, from = put.length, to = from) {
  area.focus();
  area.setSelectionRange(start, end);
  // The old command is the only edit that keeps the list of what can be undone.
  const done = put === '' && start === end ? true : put.length <= LongestUndone && document.execCommand(put === '' ? 'delete' : 'insertText', false, put);
  if (!done) {
    area.setRangeText(put, start, end);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(start + from, start + to);
}

/** @param {HTMLTextAreaElement} area @param {string} put */
export function replaceAll(area, put) {
  if (area.value !== put) replace(area, 0, area.value.length, put);
}

/** The lines that a selection touches. @param {HTMLTextAreaElement} area */
export function lines(area) {
  const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
  const found = area.value.indexOf('\n', area.selectionEnd);
  const end = found < 0 ? area.value.length : found;
  return { start, end, text: area.value.slice(start, end) };
}
