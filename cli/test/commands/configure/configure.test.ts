import { expect, test } from "vitest";
import { CANARY, homeWith } from "../profiles/support.ts";

// `alicred configure …` tells the line that does what `aliyun configure …` does.

test.each([
  ["", "alicred profiles add"],
  ["--profile prod", "alicred profiles add prod"],
  ["--mode OAuth --profile me", "alicred login me"],
  ["--mode=CloudSSO", "alicred login"],
  ["list", "alicred profiles list"],
  ["get region", "alicred profiles show"],
  ["get --profile prod", "alicred profiles show prod"],
  ["switch --profile prod", "alicred profiles use prod"],
  ["switch", "alicred profiles use NAME"],
  ["delete -p prod", "alicred profiles remove prod"],
  [
    `set --profile prod --mode AK --access-key-id LTAIx --access-key-secret ${CANARY} --region cn-hangzhou`,
    "alicred profiles set prod mode=AK access_key_id=LTAIx access_key_secret=- region_id=cn-hangzhou",
  ],
  ["list --config-path /x/y.json", "alicred profiles list -c /x/y.json"],
])("configure %s", async (words, line) => {
  const { code, stdout, stderr } = await homeWith(undefined).run([
    "configure",
    ...words.split(" ").filter(Boolean),
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    `alicred: INVALID_OPTION\nThere is no \`alicred configure\`. The line that does this: ${line}\n`,
  );
});
