// Giving a pile of reviews to one colleague, or back to everybody; what could not be given is said with its reason.
import { html, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { ASSIGN } from "../strings.js";
import { ROLES } from "../words.js";

const REVIEWS = new Set(["reviewer", "senior_reviewer", "supervisor"]);
const GIVES = new Set(["senior_reviewer", "supervisor"]);

export const mayAssign = (section, role) => section === "refunds" && REVIEWS.has(role);

/** `picked`: refund numbers; `onDone(refused)` hears which of them were not given. */
export function AssignBar({ picked, every, pick, onDone }) {
  const { reader, me } = useDesk();
  const { busy, problem, run } = useCommand();
  const { data } = useRead(reader, GIVES.has(me.role) ? "/v1/agent/staff" : null);
  const [to, setTo] = useState(me.username);
  const [refused, setRefused] = useState([]);
  const others = (data?.items ?? []).filter(({ role, username }) => REVIEWS.has(role) && username !== me.username);
  const give = async () => {
    const answer = await run("/v1/agent/refunds/assign", { refund_nos: picked, to: to || null });
    if (!answer) return;
    setRefused(answer.refused);
    onDone(answer.refused.map(({ refund_no: no }) => no));
  };
  return html`<div class="assign" role="group" aria-label=${ASSIGN.title} data-testid="assign">
    <label class="tick"><input type="checkbox" checked=${every.length > 0 && picked.length === every.length}
      data-testid="pick-all" onChange=${(event) => pick(event.target.checked ? every : [])} />${ASSIGN.picked(picked.length)}</label>
    <select class="input" aria-label=${ASSIGN.to} value=${to} data-testid="assign-to" onChange=${(event) => setTo(event.target.value)}>
      <option value=${me.username}>${ASSIGN.me}</option>
      ${others.map((one) => html`<option key=${one.username} value=${one.username}>${one.name} · ${ROLES[one.role]}</option>`)}
      <option value="">${ASSIGN.nobody}</option>
    </select>
    <button type="button" class="button is-primary" disabled=${busy || !picked.length} data-testid="assign-go"
      onClick=${give}>${ASSIGN.go}</button>
    ${problem && html`<p class="problem" role="alert">${problem.detail}</p>`}
    ${refused.length > 0 && html`<ul class="assign-refused" role="status" data-testid="assign-refused">
      ${refused.map((each) => html`<li key=${each.refund_no}><code>${each.refund_no}</code> ${each.why}</li>`)}
    </ul>`}
  </div>`;
}
