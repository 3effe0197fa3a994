// What every page of the desk does with JavaScript. Without it all of this is missing and nothing else.
document.documentElement.dataset.js = '';

const zone = document.querySelector('select[data-detect="zone"]');
if (zone) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some(option => option.value === here)) zone.value = here;
}

// One door for the menu of a phone: a tap outside or Escape closes it.
const more = document.querySelector('.rail .more');
document.addEventListener('click', event => {
  if (more?.open && !more.contains(event.target)) more.open = false;
});

const keys = document.getElementById('keys');
const places = { h: '/desk', p: '/desk/posts', c: '/desk/calendar', n: '/desk/networks', m: '/desk/media', u: '/desk/people', s: '/desk/settings' };
let going = false;

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && more?.open) {
    more.open = false;
    more.querySelector('summary').focus();
  }
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    const publish = document.querySelector('[data-publish]');
    if (publish) {
      event.preventDefault();
      publish.form.requestSubmit(publish);
    }
  }
  if (!keys || keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  if (event.key === '?') keys.showModal();
  else if (going && places[event.key]) location.href = places[event.key];
  else if (!going && event.key === 'n') location.href = '/desk/write';
  going = event.key === 'g';
});

// A link that is shown once: copied by a button, or picked whole where the browser lends no clipboard.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

// A form is sent once, however often the button is pressed.
for (const form of document.querySelectorAll('form[method="post"]:not(#write)')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
