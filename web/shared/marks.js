// Small marks: a deadline with its countdown, and facts as label and value.
import { exact } from "./format.js";
import { html } from "./markup.js";
import { remaining } from "./ticking.js";

/** What is left until `due`, or how late it is. */
export function Due({ due, now }) {
  if (!due) return null;
  const { late, soon, text } = remaining(due, now);
  return html`<time class="due ${late ? "is-late" : soon ? "is-soon" : ""}" datetime=${due} title=${exact(due)}>${text}</time>`;
}

/** `rows`: `[label, value]`; a value of null, false or "" leaves the row out. */
export function Facts({ rows }) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "");
  return html`<dl class="facts">${shown.map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
