// A value that tells its watchers when it changes, and the hook that reads it.
import { useEffect, useState } from "./markup.js";

/** `get()`, `set(patch)` (merged; same values stay silent) and `watch(fn)`, which answers how to stop. */
export function createStore(initial) {
  let value = initial;
  const watchers = new Set();
  return {
    get: () => value,
    set(patch) {
      if (Object.keys(patch).every((key) => Object.is(patch[key], value[key]))) return;
      value = { ...value, ...patch };
      for (const watcher of [...watchers]) watcher(value);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

export function useStore(store) {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(store.get());
    return store.watch(setValue);
  }, [store]);
  return value;
}
