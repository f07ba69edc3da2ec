// The cast: buyers with what to try, staff with their passwords, merchants.
import { Icon } from "../shared/icons.js";
import { html, useState } from "../shared/markup.js";
import { DEMO, ROLES } from "./strings.js";

export function Buyers({ buyers }) {
  return html`<section aria-labelledby="buyers">
    <h2 id="buyers">${DEMO.buyers}</h2>
    <ul class="buyers">
      ${buyers.map((buyer) => html`<li key=${buyer.customer_id} class="person" data-testid="buyer" data-customer=${buyer.customer_id}>
        <h3>${buyer.name}${buyer.standing === "restricted" && html`<span class="badge is-asks">${DEMO.restricted}</span>`}</h3>
        <p class="person-note">${buyer.note}</p>
        <ul class="lines" aria-label=${DEMO.say}>
          ${buyer.try.map((line) => html`<li key=${line.say}><${Line} ...${line} /></li>`)}
        </ul>
        <div class="person-foot">
          <a class="button is-primary" href="/window#token=${buyer.token}" target="_blank" rel="noopener">${DEMO.window}</a>
          <a class="button" href="/demo/host?buyer=${encodeURIComponent(buyer.customer_id)}" target="_blank" rel="noopener">${DEMO.shop}</a>
        </div>
      </li>`)}
    </ul>
  </section>`;
}

/** A sentence to say, copied at a press, and what it shows. */
function Line({ say, what }) {
  return html`<${Copy} text=${say}>${say}<//><span class="line-what">${what}</span>`;
}

function Copy({ text, children }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text).then(() => setDone(true), () => {});
  };
  return html`<button type="button" class="copy" aria-label=${`${DEMO.copy} ${text}`} onClick=${copy} onBlur=${() => setDone(false)}>
    <span>${children}</span><${Icon} name=${done ? "check" : "copy"} size=${16} />
    <span class="hidden-text" role="status">${done ? DEMO.copied : ""}</span>
  </button>`;
}

export function Staff({ staff }) {
  return html`<section aria-labelledby="staff">
    <h2 id="staff">${DEMO.staff}</h2>
    <p class="person-note">${DEMO.staffLead} <a href="/console" target="_blank" rel="noopener">${DEMO.console}</a></p>
    <div class="table-place" tabindex="0" role="group" aria-labelledby="staff">
      <table class="staff">
        <thead><tr><th scope="col">${DEMO.role}</th><th scope="col">${DEMO.username}</th><th scope="col">${DEMO.password}</th></tr></thead>
        <tbody>
          ${staff.map(({ role, username, password }) => html`<tr key=${role} data-testid="staff">
            <th scope="row">${ROLES[role] ?? role}</th>
            <td><${Copy} text=${username}><code>${username}</code><//></td>
            <td><${Copy} text=${password}><code>${password}</code><//></td>
          </tr>`)}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function Merchants({ merchants }) {
  return html`<section aria-labelledby="merchants">
    <h2 id="merchants">${DEMO.merchants}</h2>
    <ul class="merchants">
      ${merchants.map((merchant) => html`<li key=${merchant.merchant_id}>
        <span>${merchant.name}</span>
        <a class="button" href="/merchant#token=${merchant.token}" target="_blank" rel="noopener">${DEMO.merchantPage}</a>
      </li>`)}
    </ul>
  </section>`;
}
