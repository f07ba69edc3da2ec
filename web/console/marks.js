// Small marks of the console: a state's badge, a number that can be copied, a titled part of a case.
import { Icon } from "../shared/icons.js";
import { html, useState } from "../shared/markup.js";
import { CASE } from "./cases/strings.js";
import { TONES } from "./words.js";

export function Badge({ state, names }) {
  return html`<span class="badge is-${TONES[state] ?? "waiting"}" data-testid="state"
    data-state=${state}>${names[state] ?? state}</span>`;
}

/** A number people are asked for elsewhere. */
export function Copied({ text }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text).then(() => setDone(true), () => {});
    setTimeout(() => setDone(false), 2000);
  };
  return html`<span class="copied"><code>${text}</code>
    <button type="button" class="copy" aria-label=${`${CASE.copy} ${text}`} onClick=${copy}>
      <${Icon} name=${done ? "check" : "copy"} size=${16} />
    </button>
    <span class="hidden-text" role="status">${done && CASE.copied}</span>
  </span>`;
}

/** A titled part of a case. */
export function Part({ title, tone, testid, wide, children }) {
  return html`<section class="part ${tone ? `is-${tone}` : ""} ${wide ? "is-wide" : ""}" data-testid=${testid}>
    <h3>${title}</h3>
    ${children}
  </section>`;
}

/** `+8613800001234` as people here write it. */
export const phone = (number) => number.replace(/^\+86(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3").replace(/^\+86/, "0");
