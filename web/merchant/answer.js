// The merchant's answer: accept, or contest with a reason and pictures; confirmed in a box, sent once.
import { Dialog } from "../shared/dialog.js";
import { yuan } from "../shared/format.js";
import { Icon } from "../shared/icons.js";
import { newId } from "../shared/ids.js";
import { html, useRef, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { ACT, CASE } from "./strings.js";
import { Uploads, useUploads } from "./uploads.js";

/** The same words sent again are the same command. */
function useAnswer(path, onDone) {
  const { api, reader } = useDesk();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const last = useRef({ said: "", key: "" });
  const answer = async (body) => {
    const said = JSON.stringify(body);
    if (last.current.said !== said) last.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      await api.post(`${path}/events`, body, { key: last.current.key });
      onDone();
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
      reader.hurry();
    }
  };
  return { busy, problem, answer };
}

function Frame({ title, means, busy, problem, ready, onSubmit, onClose, children }) {
  const submit = (event) => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return html`<${Dialog} title=${title} closeLabel=${ACT.close} kind="act" testid="answer-dialog" onClose=${onClose}>
    <form class="form" onSubmit=${submit}>
      <p class="means">${means}</p>
      ${children}
      ${problem &&
      html`<p class="problem" role="alert"><${Icon} name="warn" size=${18}
        />${problem.status === 0 ? ACT.unreachable : problem.detail || ACT.failed}</p>`}
      <div class="form-foot">
        <button type="button" class="button" onClick=${onClose}>${ACT.cancel}</button>
        <button type="submit" class="button is-primary" disabled=${!ready || busy} data-testid="confirm">
          ${busy ? ACT.busy : ACT.confirm(title)}
        </button>
      </div>
    </form>
  <//>`;
}

export function AcceptDialog({ dispute, path, onClose }) {
  const { busy, problem, answer } = useAnswer(path, onClose);
  return html`<${Frame} title=${ACT.accept} means=${ACT.acceptMeans(yuan(dispute.refund_amount_fen ?? 0))} busy=${busy}
    problem=${problem}
    ready onSubmit=${() => answer({ event: "merchant_accepts" })} onClose=${onClose} />`;
}

/** `event`: merchant_contests (a reason is needed) or supplied_m (asked by the adjudicator). */
export function AnswerDialog({ dispute, path, event, onClose }) {
  const contests = event === "merchant_contests";
  const [reason, setReason] = useState("");
  const uploads = useUploads(dispute.dispute_no);
  const { busy, problem, answer } = useAnswer(path, onClose);
  const ready = uploads.ids.length > 0 && !uploads.pending && (!contests || reason.trim() !== "");
  const send = () =>
    answer({ event, evidence_ids: uploads.ids, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  return html`<${Frame} title=${contests ? ACT.contest : ACT.supply} means=${contests ? ACT.contestMeans : ACT.supplyMeans}
    busy=${busy} problem=${problem} ready=${ready} onSubmit=${send} onClose=${onClose}>
    <label class="field">
      <span>${ACT.reason}<small>${contests ? ACT.required : ACT.optional}</small></span>
      <textarea class="input" rows="4" maxlength="2000" value=${reason} placeholder=${ACT.reasonHint}
        aria-label=${`${CASE.answer}：${ACT.reason}`}
        data-testid="reason" onInput=${(typed) => setReason(typed.target.value)}></textarea>
    </label>
    <${Uploads} uploads=${uploads} />
  <//>`;
}
