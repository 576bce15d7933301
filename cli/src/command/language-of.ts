import { chooseLanguage, type Language } from "../terminal/language.ts";
import { peekConfig } from "./peek-config.ts";

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
  const { current, profiles } = peekConfig(optionValue(args, "--config-file", "-c"), env);
  const name = optionValue(args, "--profile", "-p") ?? (env["ALIBABA_CLOUD_PROFILE"] || current || "default");
  const language = profiles.find((each) => each["name"] === name)?.["language"];
  return typeof language === "string" ? language : undefined;
}

/** The value of an option: `--name value`, `--name=value`, `-n value` or `-nvalue`. */
function optionValue(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, word] of args.entries())
    for (const name of names) {
      if (word === name) return args[index + 1];
      if (word.startsWith(`${name}=`) && name.startsWith("--")) return word.slice(name.length + 1);
      if (word.startsWith(name) && !name.startsWith("--")) return word.slice(name.length);
    }
  return undefined;
}
