// An act made of fields: `needs` names them, a trailing "!" says that one is required.
import { html, useState } from "../../shared/markup.js";
import { ActDialog } from "./act_dialog.js";
import { FIELDS } from "./fields.js";

/** `context` feeds the fields; `extra` is sent along as it is, once `ready`; `preview` shows what comes of them. */
export function FormDialog({ needs, context = {}, extra = {}, ready = true, preview: Preview, children, ...rest }) {
  const wanted = needs.map((word) => ({ name: word.replace("!", ""), need: word.endsWith("!") }));
  const [values, setValues] = useState(() =>
    Object.fromEntries(wanted.map(({ name }) => [name, FIELDS[name].start(context)])),
  );
  const enough = ready && wanted.every(({ name, need }) => FIELDS[name].enough(values[name], need, context));
  const body = enough ? Object.assign({ ...extra }, ...wanted.map(({ name }) => FIELDS[name].body(values[name]))) : null;
  return html`<${ActDialog} ...${rest} body=${body}>
    ${children}
    ${wanted.map(({ name, need }) => {
      const { Field } = FIELDS[name];
      return html`<${Field} key=${name} value=${values[name]} need=${need} context=${context}
        set=${(value) => setValues({ ...values, [name]: value })} />`;
    })}
    ${Preview && html`<${Preview} event=${extra.event} values=${values} context=${context} />`}
  <//>`;
}
