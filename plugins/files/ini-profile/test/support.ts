import { createTestHost, type Resolution, resolveOnce, type TestHostOptions } from "@alicred/conformance";
import { found } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { staticPlugin } from "@alicred/static";
import { type IniProfileOptions, iniProfile } from "../src/mod.ts";

export const FILE: string = "/home/test/.alibabacloud/credentials";

/** A mode that shows what it was given. */
export function showing(mode: string, seen: ProfileFields[] = []): ProfileMode {
  return {
    mode,
    source: ({ fields }) => {
      seen.push(fields);
      return {
        name: "shown",
        resolve: async () => found({ accessKeyId: "LTAIshown", accessKeySecret: "canary" }),
      };
    },
  };
}

export interface Given extends Partial<IniProfileOptions>, Pick<TestHostOptions, "env" | "homeDirectory"> {
  readonly text?: string | undefined;
  readonly path?: string;
}

export function resolve({
  text,
  path = FILE,
  env = {},
  homeDirectory = "/home/test",
  ...options
}: Given): Promise<Resolution> {
  const files = text === undefined ? {} : { [path]: text };
  const host = createTestHost({ files, env, homeDirectory });
  return resolveOnce(iniProfile({ modes: [staticPlugin], ...options }), host);
}

export const KEY: string =
  "[default]\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = canary-secret\n";
