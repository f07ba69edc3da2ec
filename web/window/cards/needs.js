// Which proofs a claim needs, and which are there.
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { kindNames } from "../my_picture.js";
import { NEEDS } from "../strings.js";

export function NeedsCard({ card }) {
  const { pickFiles } = useDesk();
  return html`<h3>${NEEDS.title}</h3>
    <ul class="needs">
      ${card.items.map((item) => {
        const label = item.label || item.kinds.map((kind) => kindNames([kind])).join(NEEDS.either);
        return html`<li class=${item.done ? "is-done" : ""} key=${label}>
          <span class="needs-mark">${item.done && html`<${Icon} name="check" size=${14} />`}</span>
          <span class="needs-label">${label}<small>${item.done ? NEEDS.done : NEEDS.todo}</small></span>
          ${!item.done &&
          html`<button type="button" class="button" aria-label=${NEEDS.uploadOf(label)}
            onClick=${() => pickFiles(item.kinds.length === 1 ? item.kinds[0] : null)}>${NEEDS.upload}</button>`}
        </li>`;
      })}
    </ul>`;
}
