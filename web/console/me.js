// Who sits here: presence, how to be called, the way out.
import { Dialog } from "../shared/dialog.js";
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { useStore } from "../shared/store.js";
import { useDesk } from "./context.js";
import { usePresence } from "./presence.js";
import { ALERTS, RAIL } from "./strings.js";
import { PRESENCE, ROLES } from "./words.js";

export function Me({ queue, onClose }) {
  const { me, serves, staff } = useDesk();
  return html`<${Dialog} title=${me.name} closeLabel=${RAIL.close} kind="act" testid="me-dialog" onClose=${onClose}>
    <p class="me-role">${ROLES[me.role] ?? me.role} · ${me.username}</p>
    ${serves && queue && html`<${Presence} now=${queue.presence} /><${Alerts} />`}
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

function Alerts() {
  const { alerts } = useDesk();
  const { sound, desktop, permission } = useStore(alerts.store);
  return html`<fieldset class="picker me-alerts" data-testid="alerts">
    <legend>${ALERTS.title}</legend>
    <label class="tick"><input type="checkbox" checked=${sound} data-testid="alert-sound"
      onChange=${(event) => alerts.set({ sound: event.target.checked })} />${ALERTS.sound}</label>
    ${permission === "granted" &&
    html`<label class="tick"><input type="checkbox" checked=${desktop} data-testid="alert-desktop"
      onChange=${(event) => alerts.set({ desktop: event.target.checked })} />${ALERTS.desktop}</label>`}
    ${permission === "default" &&
    html`<button type="button" class="button is-wide" data-testid="allow-desktop"
      onClick=${() => alerts.ask()}>${ALERTS.allow}</button>`}
    ${permission === "denied" && html`<p class="small">${ALERTS.denied}</p>`}
  </fieldset>`;
}
