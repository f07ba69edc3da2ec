// One press for what buyers ask most. It says words: the assistant, or the person, answers them like any others.
import { html } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { QUICK } from "./strings.js";

const WITH_A_PERSON = new Set(["upload", "mine"]);
const IN_QUEUE = new Set(["upload", "mine", "callback", "progress"]);

export function QuickBar({ owner }) {
  const { session, pickFiles, openMine } = useDesk();
  const act = { upload: () => pickFiles(), mine: openMine };
  const fits = ({ id }) => (owner === "agent" ? WITH_A_PERSON.has(id) : owner !== "queue" || IN_QUEUE.has(id));
  return html`<div class="quick" role="group" aria-label=${QUICK.label}>
    ${QUICK.say.filter(fits).map(
      ({ id, label, text }) => html`<button
        key=${id}
        type="button"
        class="chip"
        data-testid="quick-${id}"
        onClick=${act[id] ?? (() => session.say(text))}
      >
        ${label}
      </button>`,
    )}
  </div>`;
}
