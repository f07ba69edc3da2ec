// A case's column: its head, what is known, and the bar of acts; says so while it is read or cannot be.
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useDesk } from "../context.js";
import { Head } from "../head.js";
import { Blank } from "../lists/list.js";

/** `head(found)` answers the head's properties, `children(found)` the body, `acts(found)` the bar. */
export function CaseFrame({ path, frame, name, head, acts, children }) {
  const { reader } = useDesk();
  const read = useRead(reader, path);
  const found = read.data;
  if (!found) {
    return html`<div class="case-frame"><${Head} frame=${frame} title=${name} /><${Blank} read=${read} /></div>`;
  }
  return html`<div class="case-frame" data-testid="case">
    <${Head} frame=${frame} ...${head(found)} />
    <div class="case-body"><div class="case">${children(found)}</div></div>
    ${acts?.(found)}
  </div>`;
}
