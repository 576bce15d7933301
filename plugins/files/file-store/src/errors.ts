import { ConfigurationError, safeIdentifier } from "@alicred/core";

/** The code of an error of the system, or else its name; empty when it has neither. */
export function codeOf(thrown: unknown): string {
  const { code, name } = Object(thrown) as { readonly code?: unknown; readonly name?: unknown };
  return safeIdentifier(code) ?? safeIdentifier(name) ?? "";
}

const REMEDIES: Readonly<Record<string, string>> = {
  EROFS: "It is on a read-only file system: mount that writable",
  EACCES: "Check the permissions of the file and of its folder, in which the lock is made",
  EPERM: "Check the owner and the attributes of the file and of its folder, in which the lock is made",
  EBUSY: "It is mounted by itself or in use: mount its folder instead, or close the other program",
  ENOSPC: "Free some space",
  EDQUOT: "Free some space",
};

/** `FILE_UNWRITABLE` for what a file system refused; the error's own message is left out. */
export function unwritable(path: string, thrown: unknown): ConfigurationError {
  const code = codeOf(thrown);
  const remedy = REMEDIES[code] ?? "Check the file, its folder, and the space left";
  return new ConfigurationError("FILE_UNWRITABLE", `${path} cannot be written (${code}). ${remedy}.`, {
    systemCode: code,
  });
}
