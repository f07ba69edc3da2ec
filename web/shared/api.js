// The HTTP client of the pages: bearer token, one renewal on a 401, problems as exceptions.
import { newId } from "./ids.js";
import { Problem, problemOf } from "./problem.js";
import { send } from "./upload.js";

/**
 * `credentials.token()` gives the present token or null; `credentials.renew(stale)` resolves to a fresh one or rejects.
 * Every method throws `Problem`, or an `AbortError` when its signal fired.
 */
export function createApi(credentials) {
  async function withToken(attempt) {
    let token = credentials.token() ?? (await renewed(null));
    const answer = await attempt(token);
    if (answer.status !== 401) return answer;
    token = await renewed(token);
    return attempt(token);
  }

  async function renewed(stale) {
    try {
      return await credentials.renew(stale);
    } catch {
      throw new Problem(401, { code: "unauthenticated" });
    }
  }

  async function reach(path, init, token) {
    try {
      return await fetch(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem(0);
    }
  }

  /** The response itself, its status already checked: for streams and pictures. */
  async function open(path, init = {}) {
    const response = await withToken((token) => reach(path, init, token));
    if (response.ok) return response;
    throw problemOf(response.status, await response.text().catch(() => ""), response.headers.get("Retry-After"));
  }

  async function json(path, init) {
    const response = await open(path, init);
    try {
      return await response.json();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem(0);
    }
  }

  return {
    open,
    get: (path, { signal } = {}) => json(path, { signal }),
    post: (path, body = {}, { key = newId(), signal } = {}) =>
      json(path, {
        method: "POST",
        signal,
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify(body),
      }),
    remove: (path, _body, { key = newId() } = {}) =>
      json(path, { method: "DELETE", headers: { "Idempotency-Key": key } }),
    blob: async (path, { signal } = {}) => (await open(path, { signal })).blob(),

    /** Post a form; `onProgress(0…1)` tells how much of it has left. */
    async upload(path, form, { onProgress, signal } = {}) {
      const answer = await withToken((token) => send(path, form, { token, onProgress, signal }));
      if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text);
      throw problemOf(answer.status, answer.text, answer.retryAfter);
    },
  };
}
