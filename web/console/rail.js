// The dark rail: rooms with what waits in each, and who sits here.
import { Dialog } from "../shared/dialog.js";
import { Icon } from "../shared/icons.js";
import { html, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { usePresence } from "./presence.js";
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

function Me({ queue, onClose }) {
  const { me, serves, staff } = useDesk();
  return html`<${Dialog} title=${me.name} closeLabel=${RAIL.close} kind="act" onClose=${onClose}>
    <p class="me-role">${ROLES[me.role] ?? me.role} · ${me.username}</p>
    ${serves && queue && html`<${Presence} now=${queue.presence} />`}
    <button type="button" class="button is-wide" data-testid="sign-out" onClick=${() => staff.signOut()}>
      <${Icon} name="leave" size=${18} />${RAIL.signOut}
    </button>
  <//>`;
}

/** Three states as one switch. */
export function Presence({ now }) {
  const { busy, problem, wish, set } = usePresence();
  const shown = wish ?? now;
  return html`<fieldset class="switch" disabled=${busy} data-testid="presence">
      <legend class="hidden-text">${RAIL.presence}</legend>
      ${Object.entries(PRESENCE).map(([state, name]) => html`<label key=${state} class=${state === shown ? "is-on" : ""}>
        <input type="radio" name="presence" value=${state} checked=${state === shown} onChange=${() => set(state)} />
        <i class="dot is-${state}"></i>${name}
      </label>`)}
    </fieldset>
    ${problem && html`<p class="problem" role="alert">${problem.detail}</p>`}`;
}
