// The last look follows what is chosen: the server says each sentence, this only asks it and shows the answer.
import { refresh } from './live.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('review'));
let timer = 0;
/** @type {AbortController | null} */
let asking = null;

async function look() {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  body.set('do', 'look');
  try {
    const answer = await fetch(location.pathname, { method: 'POST', body, headers: { Accept: 'text/html' }, signal: asking.signal });
    if (!answer.headers.get('Content-Type')?.includes('html') || answer.redirected) return;
    refresh(form, await answer.text());
  } catch (error) {
    // Without a line the page stays as it was; the button asks again, and a new question ends an old one.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  }
}

form.addEventListener('input', event => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name === 'date') later();
  clearTimeout(timer);
  timer = setTimeout(look, field.type === 'checkbox' || field.type === 'radio' ? 0 : 400);
  here();
});

// Who touches the day means later.
function later() {
  const radio = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name="when"][value="later"]'));
  if (radio) radio.checked = true;
}

// The chosen hour as it is where the browser is, if that is elsewhere.
function here() {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('date'));
  const line = /** @type {HTMLElement} */ (form.querySelector('[data-here]'));
  const zone = field.dataset.zone ?? 'UTC';
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const at = field.value && zone !== mine ? instant(field.value, zone) : null;
  const said = at && at.toLocaleString(document.documentElement.lang, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  line.hidden = !said || (at && local(at, zone) === local(at, mine)) || false;
  if (said) line.textContent = (line.dataset.here ?? '').replace('{0}', said).replace('{1}', mine.replace('_', ' '));
}

/** @param {Date} at @param {string} zone */
const local = (at, zone) => at.toLocaleString('sv', { timeZone: zone });

/** The instant at which clocks of a zone show that hour. @param {string} text @param {string} zone */
function instant(text, zone) {
  const guess = new Date(text + 'Z');
  if (Number.isNaN(guess.getTime())) return null;
  const off = new Date(local(guess, zone).replace(' ', 'T') + 'Z').getTime() - guess.getTime();
  return new Date(guess.getTime() - off);
}

here();
