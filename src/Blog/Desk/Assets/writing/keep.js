// Saves what is typed: to the browser at once, to the site a second after typing stops, again by itself while that fails.
import { forgetMine, put } from './browser.js';
import { idle } from './idle.js';

const Pause = 1000;
const FirstWait = 2000;
const LongestWait = 60_000;
const Longest = 30_000;
const Technical = ['__RequestVerificationToken', 'do', 'window', 'id'];

/**
 * @typedef {'clean' | 'typed' | 'saving' | 'saved' | 'offline' | 'signedout' | 'conflict' | 'refused'} State
 * @typedef {{ sentence: string, revision: number, stamp: string | null, title: string, markdown: string, changes: { kind: string, text: string }[] | null }} Conflict
 */

/** Tells of its state with the event `state`. */
export class Keeper extends EventTarget {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    super();
    this.form = form;
    /** @type {State} */
    this.state = 'clean';
    this.isKept = true;
    /** @type {Promise<void> | null} */
    this.saving = null;
    this.turn = 0;
    this.savedTurn = 0;
    this.wait = FirstWait;
    this.timer = 0;
    this.keepTimer = 0;
    this.renewed = false;
    addEventListener('online', () => this.#again());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.keep();
      else this.#again();
    });
    addEventListener('pagehide', () => this.keep());
  }

  /** True if the site does not have what stands in the form. */
  get isDirty() {
    return this.turn !== this.savedTurn;
  }

  /** @returns {Record<string, string>} */
  get fields() {
    const all = /** @type {Record<string, string>} */ ({});
    for (const [name, value] of new FormData(this.form)) {
      if (!Technical.includes(name) && typeof value === 'string') all[name] = value;
    }
    return all;
  }

  /** Something was typed. */
  touch() {
    this.turn++;
    if (!this.keepTimer) this.keepTimer = setTimeout(() => idle(() => this.keep()), 150);
    if (this.state === 'conflict' || this.state === 'signedout') return;
    if (this.state !== 'offline') {
      if (!this.saving) this.#tell('typed');
      this.#plan(Pause);
    }
  }

  /** Puts it into the browser now. */
  keep(sent = false) {
    clearTimeout(this.keepTimer);
    this.keepTimer = 0;
    if (!this.isDirty) return;
    const { account = '', post = '' } = this.form.dataset;
    const was = this.isKept;
    this.isKept = put({ account, post, isNew: 'id' in this.form.elements, at: Date.now(), sent, fields: this.fields });
    if (was !== this.isKept) this.#tell(this.state);
  }

  /** Saves to the site now. */
  async save() {
    clearTimeout(this.timer);
    if (this.saving || !this.isDirty) return;
    this.keep();
    this.saving = this.#send();
    await this.saving;
    this.saving = null;
    if (this.isDirty && this.state === 'saved') this.#plan(Pause);
  }

  /** Stops until something is typed; what was sent is on its way. */
  rest() {
    clearTimeout(this.timer);
  }

  /** The author has seen the other text and goes on. @param {Conflict} other */
  settle(other) {
    this.#set('revision', String(other.revision));
    this.#set('stamp', other.stamp ?? '');
    this.state = 'typed';
    this.turn++;
    return this.save();
  }

  /** After signing in again. */
  async resume() {
    await this.renew();
    this.state = 'typed';
    await this.save();
  }

  /** Fetches a token that fits whoever is signed in now. @returns {Promise<boolean>} */
  async renew() {
    const answer = await fetch('/desk/write/token', { headers: { Accept: 'application/json' } });
    if (!answer.ok) return false;
    this.#set('__RequestVerificationToken', (await answer.json()).token);
    return true;
  }

  async #send() {
    const turn = this.turn;
    this.#tell('saving');
    const path = 'id' in this.form.elements ? '/desk/write/keep' : `/desk/write/${this.form.dataset.post}/keep`;
    let answer;
    try {
      answer = await fetch(path, { method: 'POST', body: new FormData(this.form), headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(Longest) });
      await this.#read(answer, turn);
    } catch (error) {
      // No line, no answer in time, or one that was cut off: all the same to whoever writes.
      if (!(error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)) throw error;
      this.#away();
    }
  }

  /** @param {Response} answer @param {number} turn */
  async #read(answer, turn) {
    const isJson = answer.headers.get('Content-Type')?.includes('json');
    if (answer.ok && isJson) {
      this.#saved(await answer.json(), turn);
    } else if (answer.status === 401) {
      this.#tell('signedout');
    } else if (answer.status === 409 && isJson) {
      this.#tell('conflict', await answer.json());
    } else if (answer.status === 413) {
      this.#tell('refused', { sentence: null });
    } else if (answer.status < 500 && answer.status !== 429 && isJson) {
      this.#tell('refused', await answer.json());
    } else if (answer.status === 400 && !this.renewed) {
      // The page's token fits no longer: somebody signed in again in another window.
      this.renewed = true;
      if (await this.renew()) await this.#send();
      else this.#tell('signedout');
    } else {
      this.#away();
    }
  }

  /** @param {{ id: string, revision: number, stamp: string | null }} kept @param {number} turn */
  #saved(kept, turn) {
    const { account = '', post = '' } = this.form.dataset;
    this.savedTurn = turn;
    this.wait = FirstWait;
    this.renewed = false;
    this.#set('revision', String(kept.revision));
    this.#set('stamp', kept.stamp ?? '');
    if (!this.isDirty) forgetMine(account, post);
    const id = this.form.elements.namedItem('id');
    if (id instanceof HTMLInputElement) {
      id.remove();
      forgetMine(account, post);
      this.form.dataset.post = kept.id;
      this.form.action = `/desk/write/${kept.id}`;
      history.replaceState(history.state, '', `/desk/write/${kept.id}`);
      if (this.isDirty) this.keep();
    }
    this.#tell('saved');
  }

  #away() {
    this.#tell('offline');
    this.#plan(this.wait);
    this.wait = Math.min(this.wait * 2, LongestWait);
  }

  #again() {
    if (this.state === 'offline') this.save();
  }

  /** @param {number} pause */
  #plan(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }

  /** @param {State} state @param {unknown} [detail] */
  #tell(state, detail) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail }));
  }
}
