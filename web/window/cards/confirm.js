// What is about to be done, to be said yes or no to.
import { html } from "../../shared/markup.js";
import { Choices } from "../choices.js";
import { CONFIRM } from "../strings.js";

export function ConfirmCard({ entry, card, active, taken }) {
  // The yes stands on the right, where the thumb is.
  const choices = [...(entry.choices ?? [])].sort((a, b) => yes(a) - yes(b));
  return html`<h3>${card.title || CONFIRM.title}</h3>
    <${Rows} rows=${card.rows} />
    <${Choices} choices=${choices} active=${active} taken=${taken} wide />`;
}
ConfirmCard.ownChoices = true;

const yes = (choice) => Number(/^affirm/.test(choice.value));

/** Label and value, one under the other; rows without a value are left out. */
export function Rows({ rows }) {
  const told = (rows ?? []).filter((row) => row.value !== null && row.value !== undefined && row.value !== "");
  return html`<dl class="rows">
    ${told.map(({ label, value }) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
