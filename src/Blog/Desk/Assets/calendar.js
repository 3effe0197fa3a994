// Moving posts on the calendar by mouse and keyboard. Without it each post has a form for its day and hour.
const told = document.getElementById('told');
const shown = document.getElementById('picked');
// Days before months, as the rest of the desk writes them.
const language = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
const words = told.dataset;

/** @type {{ event: HTMLElement, day: string, time: string } | null} */
let picked = null;

/** @param {string} sentence @param {...string} values */
const say = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_, n) => values[n]);

/** @param {string} sentence What is announced; while something is picked up it is seen, too. */
function tell(sentence) {
  told.textContent = sentence;
  shown.hidden = !picked;
  shown.querySelector('p').textContent = picked ? sentence : '';
}

/** @param {string} day @param {number} days */
function shift(day, days) {
  const date = new Date(day + 'T00:00Z');
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** @param {string} time @param {number} hours Stays within its day. */
function later(time, hours) {
  const hour = Math.min(23, Math.max(0, Number(time.slice(0, 2)) + hours));
  return String(hour).padStart(2, '0') + time.slice(2);
}

/** @param {string} day @param {string} time */
function named(day, time) {
  const date = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  return `${date.format(new Date(day + 'T00:00Z'))}, ${time}`;
}

const calendar = () => document.getElementById('calendar');

function mark() {
  for (const cell of document.querySelectorAll('.drop')) cell.classList.remove('drop');
  if (!picked) return;
  const hour = calendar().dataset.view === 'week' ? `[data-hour="${picked.time.slice(0, 2)}"]` : '';
  calendar().querySelector(`[data-day="${picked.day}"]${hour}`)?.classList.add('drop');
}

/** @param {HTMLElement} event */
function pickUp(event) {
  picked = { event, day: event.dataset.day, time: event.dataset.time };
  event.setAttribute('aria-pressed', 'true');
  mark();
  tell(say(words.picked, event.dataset.name) + (calendar().dataset.view === 'week' ? ' ' + words.hours : ''));
}

function letGo() {
  picked?.event.removeAttribute('aria-pressed');
  picked = null;
  mark();
}

function putBack() {
  const name = picked.event.dataset.name;
  letGo();
  tell(say(words.back, name));
}

/** @param {HTMLElement} event @param {string} day @param {string} time */
async function put(event, day, time) {
  letGo();
  const form = document.getElementById('drop');
  form.date.value = day;
  form.time.value = time;
  form.revision.value = event.dataset.revision;
  const id = event.dataset.move;
  const answer = await fetch('/desk/calendar/' + id, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  const fresh = answer && new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('calendar');
  if (!fresh) {
    tell(words.lost);
    event.focus();
    return;
  }
  calendar().replaceWith(document.adoptNode(fresh));
  if (answer.redirected) history.replaceState(null, '', answer.url.replace(/&moved=[^&]*/, ''));
  prepare();
  document.getElementById(event.id)?.focus();
  tell(calendar().querySelector('[data-outcome] p')?.textContent ?? '');
}

const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1, PageUp: -7, PageDown: 7 };

document.addEventListener('keydown', key => {
  if (key.ctrlKey || key.metaKey || key.altKey) return;
  const event = key.target.closest?.('[data-move]');
  if (!picked) {
    if (key.key === 'Enter' && event) {
      key.preventDefault();
      pickUp(event);
    }
    return;
  }
  if (key.key === 'Enter') put(picked.event, picked.day, picked.time);
  else if (key.key === 'Escape') putBack();
  else if (key.key in steps) {
    const hours = calendar().dataset.view === 'week' && (key.key === 'ArrowUp' || key.key === 'ArrowDown');
    if (hours) picked.time = later(picked.time, steps[key.key]);
    else picked.day = shift(picked.day, steps[key.key]);
    mark();
    tell(say(words.at, named(picked.day, picked.time)));
  } else if (key.key === 'Tab') {
    putBack();
    return;
  } else return;
  key.preventDefault();
  key.stopImmediatePropagation();
}, true);

// A screen reader presses without a mouse and without a key.
document.addEventListener('click', click => {
  const event = click.target.closest('[data-move]');
  if (!event || click.detail > 0) return;
  click.preventDefault();
  if (picked) put(picked.event, picked.day, picked.time);
  else pickUp(event);
});

document.addEventListener('dragstart', drag => {
  const event = drag.target.closest?.('.event');
  if (!event) return;
  if (!event.dataset.move) {
    drag.preventDefault();
    if (event.dataset.fixed) tell(say(words.fixed, event.dataset.name));
    return;
  }
  drag.dataTransfer.effectAllowed = 'move';
  drag.dataTransfer.setData('text/plain', event.id);
});

document.addEventListener('dragover', drag => {
  const cell = drag.target.closest?.('#calendar [data-day]:not(.event)');
  for (const other of document.querySelectorAll('.drop')) if (other !== cell) other.classList.remove('drop');
  if (!cell) return;
  drag.preventDefault();
  cell.classList.add('drop');
});

document.addEventListener('dragend', mark);

document.addEventListener('drop', drag => {
  const cell = drag.target.closest?.('#calendar [data-day]:not(.event)');
  const event = document.getElementById(drag.dataTransfer.getData('text/plain'));
  if (!cell || !event?.dataset.move) return;
  drag.preventDefault();
  const time = cell.dataset.hour ? cell.dataset.hour + event.dataset.time.slice(2) : event.dataset.time;
  if (cell.dataset.day !== event.dataset.day || time !== event.dataset.time) put(event, cell.dataset.day, time);
  else mark();
});

// What can be picked up is a button; and where the clocks differ the hour here stands in brackets.
function prepare() {
  for (const event of document.querySelectorAll('[data-move]')) event.setAttribute('role', 'button');
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === calendar().dataset.zone) return;
  const here = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  for (const event of document.querySelectorAll('[data-instant]')) {
    const hour = here.format(new Date(event.dataset.instant));
    if (hour !== event.dataset.time) event.querySelector('[data-here]').textContent = ` (${hour})`;
  }
}

prepare();
