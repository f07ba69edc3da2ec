// What a page shows, by address: read when first looked at, read again whenever something is said to have changed.
import { useEffect, useState } from "./markup.js";

const PAUSE_MS = 700; // many changes in a row are one reading

/** `watch(path, told)` answers how to stop; `touch()` has everything that is looked at read again soon. */
export function createReader(api) {
  const shelf = new Map();
  let timer = null;

  function item(path) {
    if (!shelf.has(path)) shelf.set(path, { data: null, text: "", problem: null, busy: false, stale: false, watchers: new Set() });
    return shelf.get(path);
  }

  async function load(path) {
    const held = item(path);
    if (held.busy) {
      held.stale = true;
      return;
    }
    held.busy = true;
    held.stale = false;
    try {
      const data = await api.get(path);
      const text = JSON.stringify(data);
      if (text !== held.text || held.problem) Object.assign(held, { data, text, problem: null });
    } catch (problem) {
      held.problem = problem;
    }
    held.busy = false;
    for (const told of [...held.watchers]) told();
    if (held.stale && held.watchers.size) load(path);
  }

  function sweep() {
    timer = null;
    for (const [path, held] of shelf) {
      if (held.watchers.size) load(path);
      else if (shelf.size > 60) shelf.delete(path);
    }
  }

  return {
    peek: (path) => item(path),
    load,
    touch() {
      timer ??= setTimeout(sweep, PAUSE_MS);
    },
    /** At once: after an act of one's own. */
    hurry() {
      clearTimeout(timer);
      sweep();
    },
    watch(path, told) {
      const held = item(path);
      held.watchers.add(told);
      load(path);
      return () => held.watchers.delete(told);
    },
  };
}

/** `{data, problem, again()}` of a path; null reads nothing. What was read last stays shown while it is read again. */
export function useRead(reader, path) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!path) return undefined;
    return reader.watch(path, () => draw((count) => count + 1));
  }, [reader, path]);
  if (!path) return { data: null, problem: null, again: () => {} };
  const { data, problem } = reader.peek(path);
  return { data, problem, again: () => reader.load(path) };
}
