// A modal over the page: the native <dialog>, which keeps the focus inside and gives it back.
import { html, useEffect, useRef } from "./markup.js";
import { Icon } from "./icons.js";

/** Shown for as long as it is rendered; `onClose` is called for Escape, the cross and a press beside it. */
export function Dialog({ title, onClose, onBack, closeLabel, backLabel, kind = "sheet", testid, children }) {
  const box = useRef(null);
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const pressed = (event) => event.target === box.current && onClose();
  const cancelled = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog
    ref=${box}
    class="dialog dialog-${kind}"
    aria-label=${title}
    data-testid=${testid}
    onClick=${pressed}
    onCancel=${cancelled}
  >
    <div class="dialog-box">
      <header class="dialog-head">
        ${onBack
          ? html`<button type="button" class="icon-button" aria-label=${backLabel} onClick=${onBack}>
              <${Icon} name="back" />
            </button>`
          : html`<span class="icon-space"></span>`}
        <h2 tabindex="-1" autofocus>${title}</h2>
        <button type="button" class="icon-button" aria-label=${closeLabel} onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </header>
      <div class="dialog-body" tabindex="0">${children}</div>
    </div>
  </dialog>`;
}
