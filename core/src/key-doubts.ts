/**
 * Doubts about a key: values that are clean text, but cannot be what a service issued.
 *
 * @module
 */
import type { Credentials } from "./credentials.ts";
import type { Supplied } from "./trace.ts";

/** By the form of a value: what is wrong with it, and what to do. */
const DOUBTS: readonly (readonly [form: RegExp, doubt: string])[] = [
  [/^(["'`]).*\1$/, "has quotes around its value. Remove them."],
  // Left by a template, a document or a program: `${KEY}`, `<your-key>`, `******`, `undefined`.
  [
    /^([<[{(%*]|\$[\w{(]|(x+|null|nil|none|nan|undefined|true|false|changeme|todo|tbd|example|placeholder)$)|\*{3}|^your[-_]?\w/i,
    "holds a placeholder. Set the real value.",
  ],
];

/**
 * Warnings about the parts of credentials, each with the variable, argument or field that it came from.
 *
 * @param supplied what the source noted about its parts
 */
export function keyDoubts(credentials: Credentials, supplied: readonly Supplied[]): readonly string[] {
  const origin = supplied.at(-1)?.from ?? "the source";
  const from = (part: string): string =>
    supplied.find((each) => each.part === part)?.from ?? `${part} from ${origin}`;
  const doubts = (["accessKeyId", "accessKeySecret", "securityToken"] as const).flatMap((part) => {
    const [, doubt] = DOUBTS.find(([form]) => form.test(credentials[part] ?? "")) ?? [];
    return doubt ? [`${from(part)} ${doubt}`] : [];
  });
  if (credentials.accessKeyId.startsWith("STS.") && credentials.securityToken === undefined)
    doubts.push(
      `${from("accessKeyId")} begins with STS., as the key of a session does, but its security token is missing. Set the token too.`,
    );
  return doubts;
}
