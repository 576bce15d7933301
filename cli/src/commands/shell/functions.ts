import { clearLine, quoteWord, setLine, type WordSyntax } from "../../terminal/quote.ts";
import { assignments } from "../exec/assignments.ts";
import { type Environment, type Identity, OWN, VARIABLES } from "../exec/variables.ts";

/**
 * The output of `alicred shell`: functions of a shell, and the lines that `ali-use` evaluates.
 *
 * A variable of the shell, which no program sees, holds the lines that bring back what was before the first `ali-use`.
 *
 * @module
 */

/** The variable of the shell that holds those lines. */
const BEFORE = "__alicred_before";

/** Every variable that `ali-use` may set or clear. */
const CHANGED: readonly string[] = VARIABLES.filter(({ keys }) => keys !== "kept")
  .flatMap(({ names }) => names)
  .filter((name) => name !== OWN.depth);

/** The functions `ali-use` and `ali-leave`, and the line that loads the completion. */
export function shellFunctions(shell: string, syntax: WordSyntax): string {
  const cleared = CHANGED.map((name) => clearLine(name, syntax));
  switch (syntax) {
    case "sh":
      return posixFunctions(shell, cleared);
    case "fish":
      return fishFunctions(cleared);
    case "powershell":
      return powershellFunctions(cleared);
  }
}

function posixFunctions(shell: string, cleared: readonly string[]): string {
  return `ali-use() {
  local lines word
  for word; do
    case "$word" in -h | --help) command alicred shell --help; return ;; esac
  done
  lines="$(command alicred shell ${shell} --use "$@")" || return
  eval "$lines"
}
ali-leave() {
  [ -n "\${${BEFORE}+x}" ] || return 0
${indented(cleared)}
  eval "$${BEFORE}"
  unset ${BEFORE}
}
eval "$(command alicred completion ${shell} 2>/dev/null)"
`;
}

function fishFunctions(cleared: readonly string[]): string {
  return `function ali-use
    if contains -- --help $argv; or contains -- -h $argv
        command alicred shell --help
        return
    end
    set -l lines (command alicred shell fish --use $argv)
    or return
    printf '%s\\n' $lines | source
    return 0
end
function ali-leave
    set -q ${BEFORE}
    or return 0
${indented(cleared)}
    printf '%s\\n' $${BEFORE} | source
    set -e ${BEFORE}
end
command alicred completion fish 2>/dev/null | source
`;
}

function powershellFunctions(cleared: readonly string[]): string {
  return `function ali-use {
  if ($args -contains '--help' -or $args -contains '-h') { & alicred shell --help; return }
  $lines = & alicred shell powershell --use @args
  if ($LASTEXITCODE -ne 0) { return }
  Invoke-Expression ($lines -join "\`n")
}
function ali-leave {
  if ($null -eq $global:${BEFORE}) { return }
${indented(cleared)}
  Invoke-Expression $global:${BEFORE}
  $global:${BEFORE} = $null
}
alicred completion powershell 2>$null | Out-String | ForEach-Object { if ($_.Trim()) { Invoke-Expression $_ } }
`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

/**
 * The lines that make the shell somebody, and keep what it had before if it is nobody yet.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a value that the shell cannot hold.
 */
export function useLines(identity: Identity, outer: Environment, syntax: WordSyntax): readonly string[] {
  const before = CHANGED.flatMap((name) => {
    const value = outer[name];
    return value === undefined ? [] : [setLine(name, value, syntax)];
  });
  return [keepLine(before, syntax), ...assignments(identity, outer, syntax)];
}

function keepLine(before: readonly string[], syntax: WordSyntax): string {
  switch (syntax) {
    case "sh":
      return `[ -n "\${${BEFORE}+x}" ] || ${BEFORE}=${quoteWord(before.join("\n"), syntax)};`;
    case "fish":
      return `set -q ${BEFORE}; or set -g ${BEFORE} ${before.map((line) => quoteWord(line, syntax)).join(" ")};`;
    case "powershell":
      // It evaluates no empty text.
      return `if ($null -eq $global:${BEFORE}) { $global:${BEFORE} = ${quoteWord(["#", ...before].join("\n"), syntax)} };`;
  }
}
