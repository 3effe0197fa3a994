// While copies are on their way the page looks again by itself, a little more slowly each time.
const first = document.getElementById('copies');
let wait = 1500;

async function look() {
  const busy = document.getElementById('copies').querySelector('details[open], input:focus');
  if (!busy && !document.hidden) {
    const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('copies');
      if (fresh) document.getElementById('copies').replaceWith(document.adoptNode(fresh));
    }
  }
  plan();
}

function plan() {
  const copies = document.getElementById('copies');
  if (copies.dataset.live !== 'yes') return;
  const said = copies.querySelector('[data-live-words]');
  if (said) said.hidden = false;
  wait = Math.min(wait * 1.4, 30000);
  setTimeout(look, wait);
}

if (first) plan();
