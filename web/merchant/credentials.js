// The merchant's token: from the address's fragment, kept for this tab; in the sandbox a fresh one is fetched.
const KEPT = "refund-desk.merchant";

export function createCredentials() {
  let token = null;
  let renewing = null;

  function fromFragment() {
    const found = new URLSearchParams(location.hash.slice(1)).get("token");
    if (!found) return;
    take(found);
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  function take(found) {
    token = found;
    try {
      sessionStorage.setItem(KEPT, found);
    } catch {
      // storage switched off: known for as long as the page lives
    }
  }

  function kept() {
    try {
      return sessionStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }

  async function fetchFresh() {
    const answer = await fetch(`/demo/merchant-token/${encodeURIComponent(subject(token))}`);
    if (!answer.ok) throw new Error("no fresh token");
    take((await answer.json()).token);
    return token;
  }

  fromFragment();
  addEventListener("hashchange", fromFragment); // the merchant's own system hands over a fresh token this way
  token ??= kept();

  return {
    token: () => token,
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
