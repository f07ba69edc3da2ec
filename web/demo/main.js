// The sandbox's front door: who to be, what to say, and a clock to turn.
import { html, render, useEffect, useState } from "../shared/markup.js";
import { Clock } from "./clock.js";
import { Buyers, Merchants, Staff } from "./people.js";
import { DEMO } from "./strings.js";

async function read(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** The cast, each buyer and merchant with a token of their own: a page that outlives it asks for another. */
async function load() {
  const cast = await read("/demo/people");
  const withToken = async (person, path) => ({ ...person, ...(await read(path)) });
  const [buyers, merchants] = await Promise.all([
    Promise.all(cast.buyers.map((buyer) => withToken(buyer, `/demo/token/${encodeURIComponent(buyer.customer_id)}`))),
    Promise.all(cast.merchants.map((one) => withToken(one, `/demo/merchant-token/${encodeURIComponent(one.merchant_id)}`))),
  ]);
  return { ...cast, buyers, merchants };
}

function Demo() {
  const [cast, setCast] = useState(null);
  const [failed, setFailed] = useState(false);
  const begin = () => {
    setFailed(false);
    load().then(setCast, () => setFailed(true));
  };
  useEffect(begin, []);
  return html`<header class="demo-head"><h1>${DEMO.title}</h1><p>${DEMO.lead}</p></header>
    <main class="demo">
      ${failed &&
      html`<p class="demo-failed" role="alert">
        ${DEMO.failed}<button type="button" class="button" onClick=${begin}>${DEMO.retry}</button>
      </p>`}
      ${cast &&
      html`<${Buyers} buyers=${cast.buyers} />
        <${Clock} start=${cast.now} />
        <${Staff} staff=${cast.staff} />
        <${Merchants} merchants=${cast.merchants} />`}
    </main>`;
}

render(html`<${Demo} />`, document.getElementById("demo"));
