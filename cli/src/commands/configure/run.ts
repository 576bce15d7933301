import { quote } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import { isSecret } from "../../command/profile-fields.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  instead: (line: string): string => `There is no \`alicred configure\`. The line that does this: ${line}`,
};

const zh: typeof en = {
  instead: (line) => `没有 \`alicred configure\`。对应的命令行：${line}`,
};

export const configureText: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred configure …`: wrong use, with the line of `alicred profiles` or `alicred login` that matches. */
export function configure(words: readonly string[]): Promise<void> {
  return reportFailure(async () => {
    throw wrongUse(configureText().instead(matchingLine(words)));
  });
}

/** The line that does what `aliyun configure` with these words does. Secrets among them are not repeated. */
function matchingLine(words: readonly string[]): string {
  const { action, options } = read(words);
  const profile = options.get("profile");
  const name = profile === undefined ? "NAME" : quote(profile);
  const file = options.get("config-path");
  const suffix = file === undefined ? "" : ` -c ${quote(file)}`;
  switch (action) {
    case "list":
      return `alicred profiles list${suffix}`;
    case "get":
      return `alicred profiles show${profile === undefined ? "" : ` ${name}`}${suffix}`;
    case "switch":
      return `alicred profiles use ${name}${suffix}`;
    case "delete":
      return `alicred profiles remove ${name}${suffix}`;
    case "set":
      return `alicred profiles set ${name} ${assignments(options).join(" ") || "FIELD=VALUE"}${suffix}`;
    default: {
      const isLogin = /^(cloudsso|oauth)$/i.test(options.get("mode") ?? "");
      if (isLogin) return `alicred login${profile === undefined ? "" : ` ${name}`}${suffix}`;
      const given = assignments(options);
      return `alicred profiles add${profile === undefined ? "" : ` ${name}`}${given.map((each) => ` ${each}`).join("")}${suffix}`;
    }
  }
}

interface Words {
  readonly action: string | undefined;
  readonly options: ReadonlyMap<string, string>;
}

function read(words: readonly string[]): Words {
  const options = new Map<string, string>();
  const plain: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const next = words[at + 1];
    if (name === undefined) plain.push(word);
    else if (value !== undefined) options.set(LONG[name] ?? name, value);
    else if (next !== undefined && !next.startsWith("-")) {
      options.set(LONG[name] ?? name, next);
      at += 1;
    }
  }
  return { action: plain[0], options };
}

const LONG: Readonly<Record<string, string>> = { p: "profile", region: "region-id" };
const NOT_FIELDS: ReadonlySet<string> = new Set(["profile", "config-path", "lang"]);

function assignments(options: ReadonlyMap<string, string>): readonly string[] {
  return [...options]
    .filter(([name]) => !NOT_FIELDS.has(name))
    .map(([name, value]) => {
      const field = name.replaceAll("-", "_");
      return `${field}=${isSecret(field) ? "-" : quote(value)}`;
    });
}
