import { posix } from "node:path";
import { addressOf, pageOf, sourceAddress } from "./site-map.ts";

const IMAGE = /\.(svg|png|jpg|webp)$/;

/** A document in which every relative link leads to a page of the site, an image of the site, or the repository on the web. */
export function rewriteLinks(
  text: string,
  file: string,
  pageFor: (file: string) => string | undefined = pageOf,
): string {
  return outsideCode(text, (prose) =>
    prose
      .replace(
        /(\]\()([^)\s]+)(\))/g,
        (_, before: string, target: string, after: string) => before + rewrite(target, file, pageFor) + after,
      )
      .replace(
        /(<(?:img|a|source)[^>]* (?:src|href|srcset)=")([^"]+)(")/g,
        (_, before: string, target: string, after: string) => before + rewrite(target, file, pageFor) + after,
      ),
  );
}

/** The images that a document shows, relative to the root. */
export function imagesOf(text: string, file: string): readonly string[] {
  return [...text.matchAll(/(?:\]\(| src=")([^)\s"]+)[)"]/g)]
    .map(([, target = ""]) => target)
    .filter((target) => IMAGE.test(target) && !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(file), target));
}

function rewrite(target: string, file: string, pageFor: (file: string) => string | undefined): string {
  if (/^[a-z]+:/.test(target) || target.startsWith("#") || target.startsWith("/")) return target;
  const [path = "", anchor] = target.split("#");
  const hash = anchor === undefined ? "" : `#${anchor}`;
  const linked = posix.join(posix.dirname(file), path).replace(/\/$/, "");
  if (IMAGE.test(linked)) return `/${linked}`;
  const page = pageFor(linked) ?? pageFor(`${linked}/README.md`);
  return page === undefined ? sourceAddress(linked) + hash : addressOf(page) + hash;
}

/** Changes what is neither in a block of code nor in code style. */
export function outsideCode(text: string, change: (prose: string) => string): string {
  return text
    .split(/(^ *```[\s\S]*?^ *```$|`[^`\n]+`)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}
