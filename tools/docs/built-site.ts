/**
 * The site that was built, as a reader's browser gets it.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "../workspace.ts";

export const SITE_DIR: string = join(rootDir, "build/site");

/** One page as HTML. */
export interface BuiltPage {
  /** Without an ending: `modes/oidc`, `index`. */
  readonly page: string;
  readonly html: string;
  /** The places that links can lead to. */
  readonly ids: ReadonlySet<string>;
}

/** Every page of the built site. */
export function builtPages(): readonly BuiltPage[] {
  return readdirSync(SITE_DIR, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => {
      const html = readFileSync(join(SITE_DIR, file), "utf8");
      const page = file.slice(0, -".html".length).replaceAll("\\", "/");
      return { page, html, ids: new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)) };
    });
}

/** The links within the site that lead to no page, or to no heading of it, as `page: link`. */
export function brokenLinks(pages: readonly BuiltPage[], base: string): readonly string[] {
  const byName = new Map(pages.map((each) => [each.page, each]));
  return pages.flatMap(({ page, html, ids }) =>
    [...html.matchAll(/<a [^>]*href="([^"]+)"/g)]
      .map(([, href = ""]) => decodeURIComponent(href))
      .filter((href) => href.startsWith("#") || href.startsWith(base))
      .filter((href) => {
        const [path = "", anchor] = href.split("#");
        const name = path.slice(base.length).replace(/(^|\/)$/, "$1index");
        const found = path === "" ? ids : byName.get(name)?.ids;
        return found === undefined || (anchor !== undefined && anchor !== "" && !found.has(anchor));
      })
      .map((href) => `${page}: ${href}`),
  );
}

/** The index of the search of a language. */
export function searchIndex(locale: "root" | "zh-CN"): string {
  const chunks = join(SITE_DIR, "assets/chunks");
  const file = readdirSync(chunks).find((name) => name.startsWith(`@localSearchIndex${locale}.`));
  if (file === undefined) throw new Error(`the site has no search for ${locale}`);
  return readFileSync(join(chunks, file), "utf8");
}
