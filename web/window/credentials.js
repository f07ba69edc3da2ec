// The buyer's token: from the fragment, from the embedding page, or in the sandbox from the demo sign-in.

const KEPT = "refund-desk.token";
const PATIENCE_MS = 10_000;

/** `host` is what connectHost() gave. `onToken` hears of every token that comes in by itself. */
export function createCredentials(host) {
  let token = null;
  let renewing = null;
  let arrived = () => {};
  const ears = new Set();

  function take(found) {
    token = found;
    if (!host) keep(found);
    arrived(found);
    for (const ear of ears) ear(found);
  }

  function fromFragment() {
    const found = new URLSearchParams(location.hash.slice(1)).get("token");
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
    if (found) take(found);
  }

  fromFragment();
  addEventListener("hashchange", fromFragment); // an app's webview hands over a fresh token this way
  host?.on("token", (message) => typeof message.token === "string" && take(message.token));
  if (!token && !host) token = kept();

  async function fetchFresh() {
    if (host) {
      const waiting = new Promise((resolve, reject) => {
        arrived = resolve;
        setTimeout(() => reject(new Error("the host gave no token")), PATIENCE_MS);
      });
      host.tell("token-needed");
      return waiting;
    }
    const answer = await fetch(`/demo/token/${encodeURIComponent(subject(token))}`);
    if (!answer.ok) throw new Error("no fresh token");
    const found = await answer.json();
    take(found.token);
    return found.token;
  }

  return {
    token: () => token,
    onToken: (ear) => ears.add(ear),
    /** A token other than `stale`; asked for once, however many requests need it. */
    renew(stale) {
      if (token && token !== stale) return Promise.resolve(token);
      renewing ??= fetchFresh().finally(() => {
        renewing = null;
      });
      return renewing;
    },
  };
}

/** Whose token it is, unverified: only for asking the sandbox for another. Throws when it cannot be read. */
function subject(token) {
  const claims = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(claims), (c) => c.charCodeAt(0)))).sub;
}

// A reload of the same tab keeps the buyer signed in; closing it forgets.
function keep(token) {
  try {
    sessionStorage.setItem(KEPT, token);
  } catch {
    // storage switched off
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
