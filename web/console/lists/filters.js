// What a list can be narrowed to: what is late, what falls due soon, and what is of one kind.
import { html } from "../../shared/markup.js";
import { remaining } from "../../shared/ticking.js";
import { FILTERS } from "../strings.js";

const late = (item, { due, now }) => Boolean(due(item)) && remaining(due(item), now).late;
const soon = (item, { due, now }) => Boolean(due(item)) && remaining(due(item), now).soon;

const KEEPS = {
  refunds: {
    late,
    soon,
    mine: (item, { me }) => item.assigned_to === me,
    manual: (item) => item.path === "manual",
    appeal: (item) => item.state === "appeal_review",
  },
  disputes: { late, soon },
  callbacks: { late, soon },
  expedites: { late },
};

/** Whether the item passes every filter that is on. */
export const passes = (section, on, item, view) => on.every((key) => KEEPS[section][key](item, view));

/** The filters of a section as switches, each with how many it would leave. */
export function Filters({ section, on, items, view, toggle }) {
  const known = Object.entries(KEEPS[section] ?? {});
  const counted = known.map(([key, keep]) => [key, items.filter((item) => keep(item, view)).length]);
  const shown = counted.filter(([key, count]) => count > 0 || on.includes(key));
  if (!shown.length) return null;
  return html`<div class="filters" role="group" aria-label=${FILTERS.label}>
    ${shown.map(([key, count]) => html`<button key=${key} type="button" class="filter is-${key}" aria-pressed=${on.includes(key)}
      data-testid="filter-${key}" onClick=${() => toggle(key)}>${FILTERS[key]} <b>${count}</b></button>`)}
  </div>`;
}
