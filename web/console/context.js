// What every part of the console may reach without handing it down.
import { createContext, useContext } from "../shared/markup.js";

/** `{api, reader, pictures, outgoing, me, serves, view(items, start), act(props)}` */
export const Desk = createContext(null);
export const useDesk = () => useContext(Desk);
