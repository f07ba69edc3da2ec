// What an act asks for, field by field: how it begins, looks, when it is enough, and what it becomes in the request.
import { money, yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { EVIDENCE_KINDS } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { CALL_OUTCOMES, OUTCOMES, OVERRIDES, REJECTIONS } from "../words.js";
import { ACT } from "./strings.js";

/** `1234.5` as integer fen; null for anything else than up to two decimals. */
export function fenOf(text) {
  const found = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/^[¥￥]/, "").replaceAll(",", ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

function Labelled({ label, need, hint, children }) {
  return html`<label class="field">
    <span>${label}<small>${need ? ACT.required : ACT.optional}</small></span>
    ${children}
    ${hint && html`<small class="field-hint">${hint}</small>`}
  </label>`;
}

function Note({ value, set, need, told }) {
  return html`<${Labelled} label=${told ? ACT.noteForBuyer : ACT.note} need=${need}>
    <textarea class="input" rows="3" maxlength="2000" value=${value} placeholder=${told ? "" : ACT.noteHint} data-testid="note"
      onInput=${(event) => set(event.target.value)}></textarea>
  <//>`;
}

function Amount({ value, set, need, context }) {
  const wrong = value !== "" && !(fenOf(value) > 0);
  const hint = wrong ? ACT.amountWrong : context.most ? ACT.amountHint(yuan(context.most)) : null;
  return html`<${Labelled} label=${ACT.amount} need=${need} hint=${hint}>
    <input class="input" inputmode="decimal" value=${value} aria-invalid=${wrong} data-testid="amount"
      onInput=${(event) => set(event.target.value)} />
  <//>`;
}

function Due({ value, set, need }) {
  return html`<${Labelled} label=${ACT.due} need=${need}>
    <input class="input" type="datetime-local" value=${value} data-testid="due" onInput=${(event) => set(event.target.value)} />
  <//>`;
}

function Picker({ label, name, options, value, set }) {
  return html`<fieldset class="picker">
    <legend>${label}<small>${ACT.required}</small></legend>
    ${options.map((option) => html`<label key=${option.code} class="option ${option.code === value ? "is-on" : ""}">
      <input type="radio" name=${name} value=${option.code} checked=${option.code === value} onChange=${() => set(option.code)}
        />
      <span><b>${option.name}</b>${option.mark}${option.text && html`<small>${option.text}</small>`}</span>
    </label>`)}
  </fieldset>`;
}

/** The codes of the policy in force, each with what the buyer is told. */
function Rejection({ value, set }) {
  const { reader } = useDesk();
  const { data } = useRead(reader, "/v1/agent/rejections");
  const options = (data?.items ?? []).map(({ code, curable, text }) => ({
    code,
    text,
    name: REJECTIONS[code] ?? code,
    mark: html`<span class="badge ${curable ? "is-good" : "is-quiet"}">${curable ? ACT.curable : ACT.final}</span>`,
  }));
  return html`<${Picker} label=${ACT.reason} name="rejection" options=${options} value=${value} set=${set} />`;
}

const picker = (label, names) =>
  function Choice({ value, set }) {
    const options = Object.entries(names).map(([code, name]) => ({ code, name }));
    return html`<${Picker} label=${label} name=${label} options=${options} value=${value} set=${set} />`;
  };

function Items({ value, set }) {
  const toggle = (kind) => {
    const { [kind]: held, ...rest } = value;
    set(held === undefined ? { ...value, [kind]: "" } : rest);
  };
  return html`<fieldset class="picker">
    <legend>${ACT.items}<small>${ACT.required}</small></legend>
    <small class="field-hint">${ACT.itemsHint}</small>
    ${Object.entries(EVIDENCE_KINDS).map(([kind, name]) => {
      const on = value[kind] !== undefined;
      return html`<div key=${kind} class="option ${on ? "is-on" : ""}">
        <label><input type="checkbox" checked=${on} data-testid="item-${kind}" onChange=${() => toggle(kind)}
          /><b>${name}</b></label>
        ${on &&
        html`<input class="input" maxlength="500" aria-label=${`${name}：${ACT.itemNote}`} placeholder=${ACT.itemNote}
          value=${value[kind]}
          onInput=${(event) => set({ ...value, [kind]: event.target.value })} />`}
      </div>`;
    })}
  </fieldset>`;
}

const text = (name) => ({
  start: () => "",
  enough: (value, need) => !need || value.trim() !== "",
  body: (value) => (value.trim() ? { [name]: value.trim() } : {}),
});
const code = (name, Field) => ({
  Field,
  start: (context) => context[name] ?? "",
  enough: (value) => value !== "",
  body: (value) => ({ [name]: value }),
});

export const FIELDS = {
  note: { Field: Note, ...text("note") },
  told: { Field: (props) => html`<${Note} ...${props} told />`, ...text("note") },
  reason: { Field: (props) => html`<${Note} ...${props} />`, ...text("reason") },
  amount: {
    Field: Amount,
    start: (context) => (context.amount ? money(context.amount).replaceAll(",", "") : ""),
    enough: (value, need, context) => {
      if (value.trim() === "") return !need;
      return fenOf(value) > 0 && (!context.most || fenOf(value) <= context.most);
    },
    body: (value) => (value.trim() ? { amount_fen: fenOf(value) } : {}),
  },
  due: {
    Field: Due,
    start: () => "",
    enough: (value, need) => !need || value !== "",
    body: (value) => ({ due_at: `${value}:00+08:00` }), // asked and told in the business time zone
  },
  items: {
    Field: Items,
    start: (context) => Object.fromEntries((context.missing ?? []).map((kind) => [kind, ""])),
    enough: (value) => Object.keys(value).length > 0,
    body: (value) => ({
      items: Object.entries(value).map(([kind, note]) => ({ kind, ...(note.trim() ? { note: note.trim() } : {}) })),
    }),
  },
  rejection: code("reason_code", Rejection),
  override: code("reason_code", picker(ACT.override, OVERRIDES)),
  callOutcome: code("reason_code", picker(ACT.outcome, CALL_OUTCOMES)),
  outcome: code("outcome", picker(ACT.outcome, OUTCOMES)),
};
