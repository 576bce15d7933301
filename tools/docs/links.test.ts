import { expect, test } from "vitest";
import { imagesOf, rewriteLinks } from "./links.ts";

const text = [
  "See [core](../../../core/README.md#errors), [the folder](../oidc), [this](#below), [that](https://example.com/a).",
  "`[code](../x.md)` stays, and so does a block:",
  "```md\n[code](../x.md)\n```",
  "![a chart](../../../bench/results/hit.svg)",
].join("\n\n");
const file = "plugins/modes/static/README.md";

test("links lead to pages of the site where there are any, else to the repository", () => {
  const page = rewriteLinks(text, file);
  expect(page).toContain("[core](/reference/core#errors), [the folder](/packages/oidc), [this](#below)");
  expect(page).toContain("[that](https://example.com/a)");
  expect(page).toContain("`[code](../x.md)`");
  expect(page).toContain("```md\n[code](../x.md)\n```");
  expect(page).toContain("![a chart](/bench/results/hit.svg)");
});

test("in a published README they all lead to the repository", () => {
  const published = rewriteLinks(text, file, () => undefined);
  expect(published).toContain("[core](https://github.com/alicred/alicred/blob/main/core/README.md#errors)");
  expect(published).toContain(
    "[the folder](https://github.com/alicred/alicred/tree/main/plugins/modes/oidc)",
  );
});

test("the images of a document, relative to the root", () => {
  expect(imagesOf(text, file)).toEqual(["bench/results/hit.svg"]);
});
