import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { chooseLanguage, type Language } from "../terminal/language.ts";

/** A larger file is left alone: its language is worth no waiting. */
const MAX_BYTES = 1_000_000;

/**
 * The language of a command line, chosen before it is read: help needs it too.
 *
 * @param args the words behind the name of the command
 */
export function languageOf(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  return chooseLanguage({
    option: optionValue(own, "--lang"),
    env: (name) => env[name],
    ofProfile: () => profileLanguage(own, env),
  });
}

function profileLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  try {
    const path = optionValue(args, "--config-file", "-c") ?? join(homedir(), ".aliyun", "config.json");
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
    const config = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    const name =
      optionValue(args, "--profile", "-p") ?? env["ALIBABA_CLOUD_PROFILE"] ?? config.current ?? "default";
    const profile = config.profiles.find((each: { name?: unknown }) => each.name === name);
    return typeof profile?.language === "string" ? profile.language : undefined;
  } catch {
    // What is wrong with the file is for the command to say.
    return undefined;
  }
}

/** The value of an option: `--name value`, `--name=value` or `-nvalue`. */
function optionValue(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, word] of args.entries())
    for (const name of names) {
      if (word === name) return args[index + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  return undefined;
}
