// A picture of the buyer's own, with what was read in it.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { Picture } from "../shared/pictures.js";
import { EVIDENCE_KINDS } from "../shared/words.js";
import { useDesk } from "./context.js";
import { EVIDENCE, UPLOAD } from "./strings.js";

export function kindNames(kinds = []) {
  return kinds.map((kind) => EVIDENCE_KINDS[kind] ?? kind).join(EVIDENCE.join);
}

export function verdictText(card) {
  if (card.state === "accepted") return EVIDENCE.accepted(kindNames(card.kinds));
  return EVIDENCE[card.state] ?? UPLOAD.done;
}

export function MyPicture({ card }) {
  return html`<${Thumbnail} path=${card.picture} caption=${kindNames(card.kinds)} />
    <div class="under is-${card.state}" data-testid="evidence-state" data-state=${card.state}>
      <span>${card.state === "accepted" && html`<${Icon} name="check" size=${16} />`}${verdictText(card)}</span>
    </div>`;
}

/** A small picture that opens large. */
export function Thumbnail({ path, caption }) {
  const { session, view } = useDesk();
  const alt = caption || UPLOAD.mine;
  return html`<button
    type="button"
    class="thumbnail"
    aria-label=${UPLOAD.openOf(alt)}
    onClick=${() => view([{ path, caption: alt }])}
  >
    <${Picture} pictures=${session.pictures} path=${`${path}?size=small`} alt="" gone=${UPLOAD.gone} />
  </button>`;
}
