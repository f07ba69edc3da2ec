// What every part of the page may reach.
import { createContext, useContext } from "../shared/markup.js";

/** `{api, reader, pictures, view(items, start)}` */
export const Desk = createContext(null);
export const useDesk = () => useContext(Desk);
