// Ids the client chooses, so that a repeated send is recognised as the same one.

/** A random id. `randomUUID` is missing on plain-http hosts other than localhost. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
