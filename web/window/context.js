// What every part of the window may reach without handing it down: the session and the page's own doings.
import { createContext, useContext } from "../shared/markup.js";

/** `{session, openRefund(no), openMine(), view(items, start), pickFiles(kind?), say(text)}` */
export const Desk = createContext(null);
export const useDesk = () => useContext(Desk);
