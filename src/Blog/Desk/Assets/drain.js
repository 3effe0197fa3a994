// While a rehearsal goes on, or its queue drains, the page looks again by itself, a little more slowly each time.
let wait = 1500;

function plan() {
  if (!document.querySelector('.net [data-live]')) return;
  wait = Math.min(wait * 1.3, 15000);
  setTimeout(look, wait);
}

async function look() {
  // Nothing that somebody reads or fills in is taken out from under them.
  const busy = document.querySelector('.net details[open], .net :is(input, textarea, button, a):focus');
  if (!busy && !document.hidden) {
    const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of document.querySelectorAll('.net [data-live]')) {
        const now = fresh.getElementById(part.id);
        if (now) part.replaceWith(document.adoptNode(now));
      }
    }
  }
  plan();
}

plan();
