// A vertical line of steps with dots: where a case stands.
import { html } from "./markup.js";

/** `steps`: `{title, notes: [text], status}`. The words come from the page. */
export function Timeline({ steps, label }) {
  return html`<ol class="timeline" data-testid="timeline" aria-label=${label}>
    ${steps.map(
      (step) => html`<li
        class="timeline-step is-${step.status}"
        aria-current=${step.status === "current" ? "step" : null}
      >
        <span class="timeline-dot" aria-hidden="true"></span>
        <span class="timeline-title">${step.title}</span>
        ${step.notes.filter(Boolean).map((note) => html`<span class="timeline-note">${note}</span>`)}
      </li>`,
    )}
  </ol>`;
}
