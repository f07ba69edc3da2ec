// Signing in: the whole page at first, a box over it when the session has ended meanwhile.
import { Icon } from "../shared/icons.js";
import { html, useEffect, useRef, useState } from "../shared/markup.js";
import { useStore } from "../shared/store.js";
import { SIGN_IN } from "./strings.js";

export function SignIn({ staff }) {
  return html`<main class="sign-in">
    <div class="sign-in-box">
      <span class="logo" aria-hidden="true">退</span>
      <h1>${SIGN_IN.title}</h1>
      <p>${SIGN_IN.lead}</p>
      <${Form} staff=${staff} />
    </div>
  </main>`;
}

/** Cannot be put aside: nothing works without it, and nothing beneath is lost. */
export function SignInAgain({ staff }) {
  const box = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.isConnected && before.focus({ preventScroll: true });
  }, []);
  return html`<dialog ref=${box} class="dialog dialog-act" aria-label=${SIGN_IN.submit} data-testid="sign-in-again"
    onCancel=${(event) => event.preventDefault()}>
    <div class="sign-in-box">
      <p>${SIGN_IN.again}</p>
      <${Form} staff=${staff} />
      <button type="button" class="link" onClick=${() => staff.signOut()}>${SIGN_IN.other}</button>
    </div>
  </dialog>`;
}

function Form({ staff }) {
  const { me, busy, problem } = useStore(staff.store);
  const [username, setUsername] = useState(me?.username ?? "");
  const [password, setPassword] = useState("");
  const submit = (event) => {
    event.preventDefault();
    if (!busy && username.trim() && password) staff.signIn(username.trim(), password);
  };
  return html`<form class="form" onSubmit=${submit} data-testid="sign-in">
    <label class="field">
      <span>${SIGN_IN.username}</span>
      <input class="input" name="username" autocomplete="username" autocapitalize="none" spellcheck=${false} required
        value=${username} autofocus=${!me} onInput=${(event) => setUsername(event.target.value)} />
    </label>
    <label class="field">
      <span>${SIGN_IN.password}</span>
      <input class="input" name="password" type="password" autocomplete="current-password" required
        value=${password} autofocus=${Boolean(me)} onInput=${(event) => setPassword(event.target.value)} />
    </label>
    ${problem &&
    html`<p class="problem" role="alert"><${Icon} name="warn" size=${18} />${problem.detail || SIGN_IN.unreachable}</p>`}
    <button type="submit" class="button is-primary" disabled=${busy}>${busy ? SIGN_IN.busy : SIGN_IN.submit}</button>
  </form>`;
}
