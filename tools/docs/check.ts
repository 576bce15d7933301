// Builds the site and looks at it as a reader gets it. Run by `npm run test:docs`.
import { join } from "node:path";
import { build } from "vitepress";
import { startChecks } from "../checks.ts";
import { rootDir } from "../workspace.ts";
import { apiPageOf, entryPoints } from "./api/pages.ts";
import { type BuiltPage, brokenLinks, builtPages, searchIndex } from "./built-site.ts";
import { assemblePages } from "./pages.ts";
import { TRANSLATED_PAGES, unlisted } from "./sidebar.ts";
import { codeRows } from "./tables/errors.ts";

const BASE = process.env["DOCS_BASE"] ?? "/";
const checks = startChecks();

function expectNone(found: readonly string[]): undefined {
  if (found.length > 0) throw new Error(found.join("\n"));
  return undefined;
}

let assembled: readonly string[] = [];
const isBuilt = await checks.check("the site is built, without links that lead nowhere", async () => {
  assembled = await assemblePages();
  await build(join(rootDir, "docs"));
  return `${assembled.length} pages`;
});

if (isBuilt) {
  const pages = builtPages();
  const idsOf = (page: string): BuiltPage["ids"] => {
    const found = pages.find((each) => each.page === page);
    if (found === undefined) throw new Error(`there is no page ${page}`);
    return found.ids;
  };
  await checks.check("every page is in the contents", () => expectNone(unlisted(assembled)));
  await checks.check("every link within the site leads to a page and a heading", () =>
    expectNone(brokenLinks(pages, BASE)),
  );
  await checks.check("every code of an error has an anchor, in both languages", async () => {
    const codes = (await codeRows()).map(({ code }) => code.toLowerCase());
    expectNone(["errors", "zh-CN/errors"].flatMap((page) => codes.filter((code) => !idsOf(page).has(code))));
    return `${codes.length} codes`;
  });
  const htmlOf = (page: string): string => pages.find((each) => each.page === page)?.html ?? "";
  await checks.check(
    "wide tables can be read on a phone: their cells carry the headings of the columns",
    () => expectNone(["errors", "zh-CN/errors"].filter((page) => !/<td data-label=/.test(htmlOf(page)))),
  );
  await checks.check("charts and diagrams are drawn in the page itself, and take its colours", () =>
    expectNone(
      pages.flatMap(({ page, html }) =>
        [...html.matchAll(/<img[^>]* src="[^"]+\.svg"/g)].map(([image]) => `${page}: ${image}`),
      ),
    ),
  );
  await checks.check("the page of a recipe shows its program", () =>
    expectNone(
      ["recipes/bun-serve", "recipes/github-actions"].filter(
        (page) => !/<h2 id="the-files"/.test(htmlOf(page)),
      ),
    ),
  );
  await checks.check("every page has an icon", () =>
    expectNone(pages.filter(({ html }) => !html.includes('rel="icon"')).map(({ page }) => page)),
  );
  await checks.check("every entry point has a page", () =>
    expectNone(
      entryPoints()
        .map(({ specifier }) => apiPageOf(specifier))
        .filter((page) => !assembled.includes(page)),
    ),
  );
  await checks.check("the Chinese pages have the anchors of the English ones", () =>
    expectNone(
      TRANSLATED_PAGES.flatMap((page) =>
        [...idsOf(page)].filter((id) => !idsOf(`zh-CN/${page}`).has(id)).map((id) => `${page}#${id}`),
      ),
    ),
  );
  await checks.check("the search knows words of every kind of page", () => {
    const wanted = {
      root: ["upstream_refused", "assumerole", "throttling", "waituntil"],
      "zh-CN": ["凭证", "角色"],
    } as const;
    return expectNone([
      ...wanted.root.filter((word) => !searchIndex("root").includes(word)),
      ...wanted["zh-CN"].filter((word) => !searchIndex("zh-CN").includes(word)),
    ]);
  });
}

checks.finish();
