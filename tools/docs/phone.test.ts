import { createMarkdownRenderer } from "vitepress";
import { describe, expect, test } from "vitest";
import { breakable, isWide, phoneReadable } from "./phone.ts";

test("long names may break after separators and before capitals, short ones never", () => {
  expect(breakable("ALIBABA_CLOUD_ROLE_ARN")).toBe("ALIBABA_<wbr>CLOUD_<wbr>ROLE_<wbr>ARN");
  expect(breakable("oidcTokenFilePath")).toBe(
    'oidc<wbr class="phone">Token<wbr class="phone">File<wbr class="phone">Path',
  );
  expect(breakable("acs:ram::1:role/reader")).toBe("acs:<wbr>ram::<wbr>1:<wbr>role/<wbr>reader");
  expect(breakable("&quot;fallback&quot;")).toBe("&quot;fallback&quot;");
  expect(breakable("accessKeyId")).toBe("accessKeyId");
});

test("a table is too wide for a phone by what its cells hold, if it has more than two columns", () => {
  const long = "a variable, file or profile has an invalid value";
  expect(
    isWide([
      ["code", "class", "when"],
      ["INVALID_CONFIGURATION", "ConfigurationError", long],
    ]),
  ).toBe(true);
  expect(
    isWide([
      ["code", "含义", "类"],
      ["FILE_LOCKED", "文件正被另一个进程锁定，请稍后重试", "LockedError"],
    ]),
  ).toBe(true);
  expect(
    isWide([
      ["subject", "ns", "bytes"],
      ["google-auth-library", "134", "392"],
    ]),
  ).toBe(false);
  expect(
    isWide([
      ["option", "meaning"],
      ["durationSeconds", long],
    ]),
  ).toBe(false);
});

describe("in a page", async () => {
  const md = await createMarkdownRenderer(import.meta.dirname, { config: phoneReadable });

  test("the cells of a wide table carry the heading of their column", () => {
    const html = md.render(
      "|  | the SDK | `alicred` |\n|---|---|---|\n| a key | is completed from `ALIBABA_CLOUD_ACCESS_KEY_ID` | is refused |\n",
    );
    expect(html).toContain("<td>a key</td>");
    expect(html).toMatch(
      /<td data-label="the SDK">.*ALIBABA_<wbr>CLOUD_<wbr>ACCESS_<wbr>KEY_<wbr>ID<\/code>/,
    );
    expect(html).toContain('<td data-label="alicred">is refused</td>');
  });

  test("code outside of tables does not break", () => {
    expect(md.render("Set `ALIBABA_CLOUD_ACCESS_KEY_ID`.")).not.toContain("<wbr>");
  });

  test("a narrow table stays as it is", () => {
    expect(md.render("| subject | ns | bytes |\n|---|---|---|\n| alicred | 73 | 216 |\n")).not.toContain(
      "cards",
    );
  });
});
