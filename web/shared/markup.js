// Preact with htm's tagged templates: the one place that binds the two.
import { Fragment, createContext, h, render } from "preact";
import htm from "htm";

export const html = htm.bind(h);
export { Fragment, createContext, render };
export * from "preact/hooks";
