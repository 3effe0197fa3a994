// Words, minutes and pictures without a description, counted when typing rests.
const WordsAMinute = 220;
const Dense = /[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uff66-\uff9f]/g;
const Word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;
const Code = /^(```|~~~)[^]*?(?:^\1|$(?![^]))|`[^`\n]+`/gm;
const Picture = /!\[((?:[^\]\\]|\\.)*)\](?:\(|\[)/g;

/** @param {string} text */
export function count(text) {
  const dense = text.match(Dense)?.length ?? 0;
  const words = (text.replace(Dense, ' ').match(Word)?.length ?? 0) + Math.ceil(dense / 2);
  const pictures = text.includes('![') ? [...text.replace(Code, '').matchAll(Picture)] : [];
  return { words, minutes: Math.max(1, Math.round(words / WordsAMinute)), pictures: pictures.length, bare: pictures.filter(p => p[1].trim() === '').length };
}

/** @param {HTMLElement} foot @param {string} text */
export function tell(foot, text) {
  const { words, minutes, pictures, bare } = count(text);
  const said = /** @type {HTMLElement} */ (foot.querySelector('[data-words]'));
  const time = /** @type {HTMLElement} */ (foot.querySelector('[data-minutes]'));
  const nudge = /** @type {HTMLElement} */ (foot.querySelector('[data-bare]'));
  said.textContent = (said.dataset.words ?? '').replace('{0}', String(words));
  time.hidden = words === 0;
  time.textContent = (time.dataset.minutes ?? '').replace('{0}', String(minutes));
  nudge.hidden = bare === 0;
  const sentence = pictures === 1 ? nudge.dataset.bareOne : nudge.dataset.bare;
  /** @type {HTMLElement} */ (nudge.querySelector('span')).textContent = (sentence ?? '').replace('{0}', String(pictures)).replace('{1}', String(bare));
}
