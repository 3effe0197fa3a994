// The list by keyboard, and what is ticked is counted. Without it the list is a form like any other.
const rows = [...document.querySelectorAll('#bulk tbody tr')];
const bar = document.querySelector('.bulk');
const count = bar?.querySelector('.count');

/** @param {Element} [row] */
const link = row => row?.querySelector('a.title');

function tell() {
  const ticked = document.querySelectorAll('#bulk [name=post]:checked').length;
  bar.hidden = ticked === 0;
  if (ticked > 0) count.textContent = (ticked === 1 ? count.dataset.one : count.dataset.many).replace('{0}', String(ticked));
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
  const at = rows.findIndex(row => row.contains(document.activeElement));
  if (event.key === 'j') link(rows[Math.min(at + 1, rows.length - 1)])?.focus();
  else if (event.key === 'k') link(rows[Math.max(at - 1, 0)])?.focus();
  else if (event.key === 'x' && at >= 0) rows[at].querySelector('[name=post]')?.click();
  else if (event.key === 'Enter' && at >= 0 && event.target.matches('[type=checkbox]')) link(rows[at]).click();
  else return;
  event.preventDefault();
});

if (bar) {
  document.getElementById('bulk').addEventListener('change', tell);
  // Enter in the field for a tag gives the tag; a row of nothing ticked has no bar.
  addEventListener('pageshow', tell);
  tell();
}
