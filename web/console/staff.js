// Who sits at the console: signs in, is asked again when the session has ended, and keeps the place meanwhile.
import { Problem, problemOf } from "../shared/problem.js";
import { createStore } from "../shared/store.js";

const DOOR = "/v1/agent/session";
const KEPT = "refund-desk.staff";

/** `store`: `{me, asking, busy, problem}`; `me` is `{token, username, name, role, expires_at}` or null. */
export function createStaff() {
  const me = kept();
  const store = createStore({ me, asking: !me, busy: false, problem: null });
  let waiting = [];

  async function signIn(username, password) {
    store.set({ busy: true, problem: null });
    try {
      const found = { ...(await post(DOOR, { username, password })), username };
      const before = store.get().me;
      keep(found);
      if (before && before.username !== username) return location.reload(); // another person starts afresh
      store.set({ me: found, asking: false });
      for (const { resolve } of waiting) resolve(found.token);
      waiting = [];
    } catch (problem) {
      store.set({ problem });
    } finally {
      store.set({ busy: false });
    }
    return undefined;
  }

  return {
    store,
    signIn,
    token: () => (store.get().asking ? null : store.get().me?.token ?? null),
    /** A token other than `stale`: waits until the person has signed in again. */
    renew(stale) {
      const { me: now, asking } = store.get();
      if (!asking && now && now.token !== stale) return Promise.resolve(now.token);
      store.set({ asking: true, problem: null });
      return new Promise((resolve) => waiting.push({ resolve }));
    },
    async signOut() {
      const { token } = store.get().me ?? {};
      forget();
      await fetch(DOOR, { method: "DELETE", headers: { Authorization: `Bearer ${token}` } }).catch(() => {});
      location.assign(location.pathname);
    },
  };
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Problem(0);
  }
  const text = await response.text();
  if (!response.ok) throw problemOf(response.status, text, response.headers.get("Retry-After"));
  return JSON.parse(text);
}

// One tab, one person: a second tab may be somebody else's. Closing the tab forgets.
function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT));
    return found && new Date(found.expires_at) > new Date() ? found : null;
  } catch {
    return null;
  }
}

function keep(me) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(me));
  } catch {
    // storage switched off: signed in until the page is left
  }
}

function forget() {
  try {
    sessionStorage.clear();
  } catch {
    // nothing was kept
  }
}
