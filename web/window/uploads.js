// Files a buyer picks, pastes or drops: which of them may go, and the dropping itself.
import { useEffect, useState } from "../shared/markup.js";
import { COMPOSER } from "./strings.js";

const TYPES = ["image/jpeg", "image/png", "image/webp"];
export const ACCEPT = TYPES.join(",");
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 9;

/** The server judges by content; this only spares a buyer a long upload in vain. */
export function sortFiles(files) {
  const good = [];
  let complaint = "";
  for (const file of files) {
    if (!TYPES.includes(file.type)) complaint = COMPOSER.notPicture(file.name);
    else if (file.size > MOST_BYTES) complaint = COMPOSER.tooLarge(file.name);
    else if (good.length === MOST_FILES) complaint = COMPOSER.tooMany(MOST_FILES);
    else good.push(file);
  }
  return { good, complaint };
}

/** True while files are held over the page; hands over what is let go. */
export function useDrop(takeFiles) {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    const over = (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event) => event.relatedTarget === null && setDragging(false);
    const drop = (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDragging(false);
      takeFiles([...event.dataTransfer.files]);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return dragging;
}
