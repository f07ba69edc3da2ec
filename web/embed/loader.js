// The refund window inside any web shop: a round button, and the window in a frame above the page.
//
//   <script src="https://desk.example/embed.js"></script>
//   RefundDesk.mount({ token: async () => (await fetch("/my/refund-token")).text() });
//   RefundDesk.open({ orderNo: "…" });   or   RefundDesk.open({ topic: "check_refund_progress" });
//
// `token` is called whenever the window needs one (at first, and when the last has expired). It travels by message to
// the window's own origin, never in an address. The shop's pages need `script-src` and `frame-src` for that origin.
(() => {
  const MARK = "refund-desk";
  const HOME = new URL(document.currentScript.src).origin;
  const WORDS = { button: "在线客服", close: "收起客服", unread: (n) => `在线客服，${n} 条新消息` };
  const CHAT = "M4 5h16v11H10l-4.5 4v-4H4z";
  const CROSS = "M6 6l12 12M18 6L6 18";
  const STYLE = `
    :host { all: initial; position: static; }
    .button { position: fixed; right: 20px; bottom: calc(20px + env(safe-area-inset-bottom)); z-index: 2147483000;
      display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
      background: #d04000; color: #fff; box-shadow: 0 6px 20px rgb(24 31 46 / 28%); cursor: pointer; }
    .button:hover { background: #b83800; }
    .button:focus-visible { outline: 3px solid #1b5fc9; outline-offset: 3px; }
    .unread { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; padding: 0 6px;
      box-sizing: border-box; border-radius: 11px; background: #181f2e; color: #fff; font: 700 13px/22px sans-serif; }
    .unread[hidden] { display: none; }
    .panel { position: fixed; right: 20px; bottom: 92px; z-index: 2147483001; width: 400px;
      height: min(720px, calc(100dvh - 112px)); border-radius: 18px; overflow: hidden;
      box-shadow: 0 12px 48px rgb(24 31 46 / 32%); transition: opacity 0.18s, transform 0.18s, visibility 0.18s; }
    .panel[data-shown="false"] { visibility: hidden; opacity: 0; transform: translateY(12px); }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    @media (max-width: 600px) { .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; }
      .is-open .button { display: none; } }
    @media (prefers-reduced-motion: reduce) { .panel { transition: none; } }`;

  let giveToken = null;
  let parts = null; // {place, button, icon, unread, panel, frame}
  let shown = false;
  let opener = null;

  const make = (tag, attributes, parent) => {
    const node = document.createElementNS(
      ["svg", "path"].includes(tag) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml",
      tag,
    );
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    parent.append(node);
    return node;
  };

  /** Draws the button. `token`: async function that resolves to a fresh token of the signed-in buyer. */
  function mount({ token } = {}) {
    if (token) giveToken = token;
    if (parts) return;
    const shadow = make("refund-desk", {}, document.body ?? document.documentElement).attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // set from script, so the shop's own style policy has nothing to say
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const place = make("div", {}, shadow);
    const button = make("button", { class: "button", type: "button", "aria-expanded": "false" }, place);
    const icon = make("svg", { width: 28, height: 28, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
      "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }, button);
    make("path", { d: CHAT }, icon);
    const unread = make("span", { class: "unread", hidden: "", "aria-hidden": "true" }, button);
    button.addEventListener("click", () => (shown ? close() : open()));
    parts = { place, button, icon, unread, panel: null, frame: null };
    tellUnread(0);
  }

  /** Shows the window, with an order or a topic (an intent of the assistant's) at hand if one is named. */
  function open({ token, orderNo, topic } = {}) {
    mount({ token });
    const matter = { ...(orderNo && { order_no: orderNo }), ...(topic && { topic }) };
    opener = document.activeElement;
    if (!parts.frame) load(matter);
    else if (orderNo || topic) tell("matter", matter);
    show(true);
    tell("shown");
  }

  function close() {
    if (!shown) return;
    show(false);
    tell("hidden");
    (opener?.isConnected && opener !== document.body ? opener : parts.button).focus({ preventScroll: true });
  }

  function load(matter) {
    const query = new URLSearchParams({ embed: "1", host: location.origin, ...matter });
    parts.panel = make("div", { class: "panel", role: "dialog", "aria-label": WORDS.button, "data-shown": "false" }, parts.place);
    parts.frame = make("iframe", { src: `${HOME}/window?${query}`, title: WORDS.button, allow: "clipboard-write",
      referrerpolicy: "no-referrer" }, parts.panel);
  }

  function show(value) {
    shown = value;
    parts.panel.dataset.shown = String(value);
    parts.place.classList.toggle("is-open", value);
    parts.button.setAttribute("aria-expanded", String(value));
    parts.icon.firstChild.setAttribute("d", value ? CROSS : CHAT);
    if (value) parts.frame.focus({ preventScroll: true });
    tellUnread(0);
  }

  function tellUnread(count) {
    parts.unread.hidden = count === 0 || shown;
    parts.unread.textContent = count > 99 ? "99+" : String(count);
    const label = shown ? WORDS.close : count ? WORDS.unread(count) : WORDS.button;
    parts.button.setAttribute("aria-label", label);
  }

  function tell(type, data = {}) {
    parts.frame.contentWindow?.postMessage({ ...data, from: MARK, type }, HOME);
  }

  async function sendToken() {
    const token = await giveToken?.();
    if (typeof token === "string") tell("token", { token });
  }

  addEventListener("message", (event) => {
    if (!parts?.frame || event.source !== parts.frame.contentWindow || event.origin !== HOME) return;
    if (event.data?.from !== MARK) return;
    if (event.data.type === "token-needed") sendToken().catch((error) => console.warn("RefundDesk: no token", error));
    else if (event.data.type === "unread") tellUnread(Number(event.data.count) || 0);
    else if (event.data.type === "close") close();
    else if (event.data.type === "ready") tell(shown ? "shown" : "hidden");
  });
  addEventListener("keydown", (event) => event.key === "Escape" && close());

  window.RefundDesk = Object.freeze({ mount, open, close });
})();
