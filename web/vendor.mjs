// Copies the modules the pages import from node_modules/ to vendor/, which the backend serves and git ignores.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = {
  "preact.js": "preact/dist/preact.module.js",
  "preact.LICENSE": "preact/LICENSE",
  "hooks.js": "preact/hooks/dist/hooks.module.js",
  "htm.js": "htm/dist/htm.module.js",
  "htm.LICENSE": "htm/LICENSE",
};

await rm(join(here, "vendor"), { recursive: true, force: true });
await mkdir(join(here, "vendor"));
for (const [name, source] of Object.entries(modules)) {
  await copyFile(join(here, "node_modules", source), join(here, "vendor", name));
}
console.log(`vendor/: ${Object.keys(modules).join(", ")}`);
