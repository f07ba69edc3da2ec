// What is on its way, shown at once, with its trouble if it has any.
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { COMPOSER, TALK } from "./strings.js";

export function UnsentRow({ item }) {
  const { outgoing } = useDesk();
  const internal = item.visibility === "internal";
  return html`<article class="line is-ours is-agent is-unsent ${internal ? "is-internal" : ""}" data-testid="unsent"
    data-state=${item.state}>
    ${internal && html`<div class="name"><span class="internal-mark">${TALK.internal}</span></div>`}
    <div class="bubble">${item.text}</div>
    ${item.state === "failed"
      ? html`<p class="under is-failed" role="alert">
          <${Icon} name="warn" size=${16} />${item.problem?.detail || COMPOSER.failed}
          <button type="button" class="link" data-testid="retry"
            onClick=${() => outgoing.retry(item)}>${COMPOSER.retry}</button>
          <button type="button" class="link" onClick=${() => outgoing.drop(item)}>${COMPOSER.drop}</button>
        </p>`
      : html`<p class="under">${item.state === "waiting" && item.problem ? COMPOSER.waiting : COMPOSER.sending}</p>`}
  </article>`;
}
