// Talking with the page that embeds this window: both sides name themselves and check the other's origin.

const MARK = "refund-desk";

/**
 * Null when nobody embeds us or the loader did not name its origin (`?host=`).
 * Who may embed at all is the server's word (CSP frame-ancestors); a message counts only from that window and origin.
 */
export function connectHost() {
  const origin = new URLSearchParams(location.search).get("host");
  if (window.parent === window || !origin) return null;
  const above = location.ancestorOrigins?.[0];
  if (above && above !== origin) return null;
  const ears = new Map();

  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    if (event.data?.from !== MARK || typeof event.data.type !== "string") return;
    ears.get(event.data.type)?.(event.data);
  });

  return {
    on: (type, ear) => ears.set(type, ear),
    tell: (type, data = {}) => window.parent.postMessage({ ...data, from: MARK, type }, origin),
  };
}
