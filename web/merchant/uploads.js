// The merchant's pictures: sent as they are chosen, each with its progress, its trouble and a way to take it back.
import { Icon } from "../shared/icons.js";
import { newId } from "../shared/ids.js";
import { html, useEffect, useRef, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { ACT } from "./strings.js";

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const MOST_BYTES = 10 * 1024 * 1024;

/** `{items, ids, pending, add(files), drop(id), retry(id), complaint}`; `ids` are the pictures that have arrived. */
export function useUploads(disputeNo) {
  const { api } = useDesk();
  const [items, setItems] = useState([]);
  const [complaint, setComplaint] = useState("");
  const aborts = useRef(new Map());
  const latest = useRef([]);
  latest.current = items;
  useEffect(
    () => () => {
      aborts.current.forEach((abort) => abort.abort());
      latest.current.forEach((item) => URL.revokeObjectURL(item.url));
    },
    [],
  );
  const patch = (id, more) => setItems((now) => now.map((item) => (item.id === id ? { ...item, ...more } : item)));

  async function send({ id, file }) {
    const abort = new AbortController();
    aborts.current.set(id, abort);
    const form = new FormData();
    form.append("dispute_no", disputeNo);
    form.append("file", file);
    try {
      const options = { signal: abort.signal, onProgress: (progress) => patch(id, { progress }) };
      const { evidence_id: evidenceId } = await api.upload("/v1/merchant/evidence", form, options);
      patch(id, { evidenceId, state: "sent" });
    } catch (problem) {
      if (problem.name !== "AbortError") patch(id, { state: "failed", problem });
    }
  }

  return {
    items,
    complaint,
    ids: items.map((item) => item.evidenceId).filter(Boolean),
    pending: items.some((item) => item.state === "sending"),
    add(files) {
      const bad = files.find((file) => !KINDS.includes(file.type) || file.size > MOST_BYTES);
      setComplaint(!bad ? "" : KINDS.includes(bad.type) ? ACT.tooLarge(bad.name) : ACT.notPicture(bad.name));
      const fresh = files
        .filter((file) => KINDS.includes(file.type) && file.size <= MOST_BYTES)
        .map((file) => ({ id: newId(), file, url: URL.createObjectURL(file), progress: 0, state: "sending" }));
      setItems((now) => [...now, ...fresh]);
      fresh.forEach(send);
    },
    retry(item) {
      patch(item.id, { state: "sending", progress: 0, problem: null });
      send(item);
    },
    drop(item) {
      aborts.current.get(item.id)?.abort();
      URL.revokeObjectURL(item.url);
      setItems((now) => now.filter((each) => each.id !== item.id));
    },
  };
}

export function Uploads({ uploads }) {
  const picker = useRef(null);
  const picked = (event) => {
    uploads.add([...event.target.files]);
    event.target.value = "";
  };
  return html`<fieldset class="picker">
    <legend>${ACT.pictures}<small>${ACT.required}</small></legend>
    <ul class="pictures">
      ${uploads.items.map((item) => html`<li key=${item.id} data-testid="upload" data-state=${item.state}>
        <span class="thumbnail"><img class="picture" src=${item.url} alt=${item.file.name} />
          <button type="button" class="drop" aria-label=${ACT.remove(item.file.name)}
            onClick=${() => uploads.drop(item)}><${Icon} name="close" size=${16} /></button>
        </span>
        ${item.state === "sending" && html`<span class="quiet">${ACT.uploading(Math.round(item.progress * 100))}</span>`}
        ${item.state === "failed" &&
        html`<span class="is-bad" role="alert">${item.problem?.detail || ACT.uploadFailed}
          <button type="button" class="link" onClick=${() => uploads.retry(item)}>${ACT.retry}</button></span>`}
      </li>`)}
      <li><button type="button" class="thumbnail add" onClick=${() => picker.current.click()}><${Icon} name="plus"
        /><span>${ACT.add}</span></button></li>
    </ul>
    <input ref=${picker} class="hidden-text" type="file" tabindex="-1" accept=${KINDS.join(",")} multiple aria-label=${ACT.add}
      data-testid="file" onChange=${picked} />
    ${uploads.complaint && html`<p class="is-bad" role="alert">${uploads.complaint}</p>`}
  </fieldset>`;
}
