// The editor: preview while typing, keys, and a word before unsaved text is left behind.
const form = document.getElementById('write');
const text = form.elements.markdown;
const status = form.querySelector('.status');
const words = form.querySelector('[data-words]');
const frames = form.querySelector('.preview');
const previewButton = form.querySelector('[data-preview]');
const segment = form.querySelector('.seg.view');

let dirty = form.dataset.dirty === 'yes';
let leaving = false;
let timer = 0;

segment.hidden = false;
previewButton.hidden = true;
for (const button of segment.querySelectorAll('button')) {
  button.addEventListener('click', () => {
    document.body.dataset.view = button.dataset.view;
    for (const other of segment.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
  });
}

function countWords() {
  const wide = text.value.match(/[\u3040-\u30ff\u3400-\u9fff]/g)?.length ?? 0;
  const rest = text.value.replace(/[\u3040-\u30ff\u3400-\u9fff]/g, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
  words.textContent = words.dataset.words.replace('{0}', String(rest + Math.ceil(wide / 2)));
}

// Each preview is drawn in a frame of its own and swapped in when it is complete: no flicker, no entry in the history.
let turn = 0;
function preview() {
  const old = frames.querySelector('iframe:not([data-coming])');
  if (!old) return;
  frames.querySelector('iframe[data-coming]')?.remove();
  const next = old.cloneNode();
  next.removeAttribute('src');
  next.name = `preview-${++turn}`;
  next.dataset.coming = '';
  frames.append(next);
  next.addEventListener('load', () => {
    const at = old.contentWindow?.scrollY ?? 0;
    delete next.dataset.coming;
    old.remove();
    next.contentWindow?.scrollTo(0, at);
  });
  previewButton.formTarget = next.name;
  previewButton.hidden = false;
  form.requestSubmit(previewButton);
  previewButton.hidden = true;
}

form.addEventListener('input', () => {
  dirty = true;
  status.textContent = status.dataset.unsaved;
  countWords();
  clearTimeout(timer);
  timer = setTimeout(preview, 700);
});

form.addEventListener('submit', event => {
  if (event.submitter === previewButton) return;
  clearTimeout(timer);
  if (leaving) event.preventDefault();
  leaving = true;
});
addEventListener('pageshow', () => { leaving = false; });

addEventListener('beforeunload', event => {
  if (dirty && !leaving) event.preventDefault();
});

document.addEventListener('keydown', event => {
  if (!event.ctrlKey && !event.metaKey) return;
  const wanted = { s: 'save', Enter: 'review' }[event.key];
  const button = wanted && form.querySelector(`button[name="do"][value="${wanted}"]`);
  if (button) {
    event.preventDefault();
    form.requestSubmit(button);
  }
});

countWords();
if (dirty) preview();
if (location.hash === '#when') form.querySelector('details.details').open = true;
