// Builds the documentation site in `build/site`, offline. Run by `npm run docs`; links that lead nowhere fail it.
import { join } from "node:path";
import { build } from "vitepress";
import { rootDir } from "../workspace.ts";
import { assemblePages } from "./pages.ts";

const pages = await assemblePages();
await build(join(rootDir, "docs"));
console.log(`${pages.length} pages in build/site. To look at them: npx vitepress preview docs`);
