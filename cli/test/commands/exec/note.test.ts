import { Credentials } from "@alicred/core";
import { afterEach, expect, test, vi } from "vitest";
import { printShellNote, printUseNote } from "../../../src/commands/exec/note.ts";
import { listed, useLanguage } from "../../../src/terminal/language.ts";

// The note to a new shell, in both languages, with the punctuation of each.

const note = {
  shell: "bash",
  profile: "audit",
  credentials: new Credentials({ accessKeyId: "STS.x", accessKeySecret: "s", securityToken: "t" }),
  region: "cn-shanghai",
  fields: { ram_role_arn: "acs:ram::1000000000000001:role/audit" },
  outer: { ALICRED_PROFILE: "prod" },
  isServed: true,
  nowMs: 0,
};

afterEach(() => useLanguage("en"));

function printed(print: () => void): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  print();
  vi.restoreAllMocks();
  return text;
}

test("in English", () => {
  expect(printed(() => printShellNote(note))).toBe(
    "alicred: bash as role audit in 1000…0001, was prod, cn-shanghai, credentials stay fresh; `exit` ends.\n",
  );
});

test("in Chinese", () => {
  useLanguage("zh");
  expect(printed(() => printUseNote(note))).toBe(
    "alicred: bash，身份为 1000…0001 中的角色 audit，原为 prod，cn-shanghai，访问凭证始终有效；输入 `ali-leave` 结束。\n",
  );
  expect(listed(["a", "b"])).toBe("a、b");
});
