// What reads the whole text waits until no key does.

// Milliseconds; nobody types without a pause for longer than this.
const Longest = 500;

/** Runs something between two frames, soon. @param {() => void} work */
export function idle(work) {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: Longest });
  else setTimeout(work);
}
