// What went wrong with a request, in the words of RFC 9457. Status 0: no answer came at all.

export class Problem extends Error {
  constructor(status, body = {}, retryAfterS = null) {
    super(body.detail || body.code || String(status));
    this.name = "Problem";
    this.status = status;
    this.code = body.code || (status === 0 ? "unreachable" : "internal");
    this.detail = body.detail || "";
    this.body = body;
    this.retryAfterS = retryAfterS;
  }

  /** Whether sending the very same thing again later may succeed. */
  get passing() {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

function retryAfter(text) {
  const seconds = Number(text);
  return text && Number.isFinite(seconds) ? seconds : null;
}

function parse(text) {
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

export function problemOf(status, text, retryAfterHeader) {
  return new Problem(status, parse(text), retryAfter(retryAfterHeader));
}
