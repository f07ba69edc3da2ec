// The dark rail: rooms with what waits in each, and who sits here.
import { Icon } from "../shared/icons.js";
import { html, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { Me } from "./me.js";
import { href } from "./route.js";
import { SECTIONS } from "./sections.js";
import { RAIL } from "./strings.js";
import { PRESENCE, ROLES } from "./words.js";

export function Rail({ rooms, route, counts, queue }) {
  const { me, serves } = useDesk();
  const [open, setOpen] = useState(false);
  return html`<nav class="rail" aria-label=${RAIL.label}>
    <span class="logo" aria-hidden="true">退</span>
    <ul>
      ${rooms.map((key) => html`<li key=${key}>
        <a class="rail-room" href=${href({ section: key })} aria-current=${route.section === key ? "page" : null}
          data-testid="room-${key}">
          <${Icon} name=${SECTIONS[key].icon} size=${22} />
          <span>${SECTIONS[key].name}</span>
          ${counts?.[key] > 0 &&
          html`<b class="count"><span aria-hidden="true">${Math.min(counts[key], 99)}</span>
            <span class="hidden-text">${RAIL.waiting(counts[key])}</span></b>`}
        </a>
      </li>`)}
    </ul>
    <button type="button" class="rail-me" aria-label=${RAIL.me(me.name, ROLES[me.role] ?? me.role)} data-testid="me"
      onClick=${() => setOpen(true)}>
      <span class="rail-face" aria-hidden="true">${me.name.slice(-1)}</span>
      ${serves && queue && html`<i class="dot is-${queue.presence}"></i>`}
      <span>${serves && queue ? PRESENCE[queue.presence] : ROLES[me.role] ?? me.role}</span>
    </button>
    ${open && html`<${Me} queue=${queue} onClose=${() => setOpen(false)} />`}
  </nav>`;
}
