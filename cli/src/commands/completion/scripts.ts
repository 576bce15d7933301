import type { Shell } from "../../terminal/shells.ts";

/**
 * The script that completes `alicred` in a shell: it asks `alicred __complete`, and behind `--` completes the command
 * that stands there as the shell completes it elsewhere. It prints nothing when something fails.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

// Needs neither bash-completion nor a bash newer than that of macOS; `compopt` came later, and is asked for in silence.
const BASH = `# Completes alicred in bash: eval "$(alicred completion bash)"
_alicred() {
  local item i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] || continue
    if declare -F _command_offset >/dev/null; then
      _command_offset $((i + 1))
    elif ((COMP_CWORD == i + 1)); then
      COMPREPLY=($(compgen -A command -A file -- "\${COMP_WORDS[COMP_CWORD]}"))
    else
      compopt -o default 2>/dev/null
    fi
    return
  done
  while IFS= read -r item; do
    case $item in
    :files) compopt -o default 2>/dev/null ;;
    :folders) compopt -o dirnames 2>/dev/null ;;
    *) COMPREPLY+=("$item") ;;
    esac
  done < <(alicred __complete bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -F _alicred alicred
`;

const ZSH = `#compdef alicred
# Completes alicred in zsh: eval "$(alicred completion zsh)", behind compinit
_alicred() {
  local -a given items
  local item files folders
  local -i dashes
  given=("\${(@Q)words[2,CURRENT-1]}")
  dashes=\${given[(ie)--]}
  if ((dashes <= ${"$"}#given)); then
    shift $((dashes + 1)) words
    ((CURRENT -= dashes + 1))
    _normal
    return
  fi
  while IFS= read -r item; do
    case $item in
    :files) files=1 ;;
    :folders) folders=1 ;;
    *) items+=("$item") ;;
    esac
  done < <(alicred __complete zsh "\${given[@]}" "=\${(Q)PREFIX}" 2>/dev/null)
  if [[ -n $files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
  elif [[ -n $folders ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files -/
  elif ((${"$"}#items)); then
    _describe -V alicred items
  fi
}
(($+functions[compdef])) && compdef _alicred alicred
[[ $funcstack[1] == _alicred ]] && _alicred "$@"
`;

const FISH = `# Completes alicred in fish: alicred completion fish | source
function __alicred_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l dashes (contains -i -- -- $words)
    if test -n "$dashes"
        set -l rest
        if test $dashes -lt (count $words)
            set rest (string escape -- $words[(math $dashes + 1)..-1])
        end
        complete -C (string join " " -- $rest "$current")
        return
    end
    for item in (alicred __complete fish $words[2..-1] "=$current" 2>/dev/null)
        switch $item
            case :files
                __fish_complete_path "$current"
            case :folders
                __fish_complete_directories "$current"
            case '*'
                echo $item
        end
    end
end
complete -c alicred -f -a '(__alicred_complete)'
`;

// An empty argument gets lost on the way to a program in older versions: the current word comes behind "=".
const POWERSHELL = `# Completes alicred in PowerShell: alicred completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName alicred -ScriptBlock {
  param($current, $line, $position)
  $before = @($line.CommandElements | Select-Object -Skip 1 | Where-Object {
    $_.Extent.EndOffset -lt $position -or ($_.Extent.EndOffset -eq $position -and $current -eq '')
  } | ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  if ($before -contains '--') { return }
  $encoding = [Console]::OutputEncoding
  try {
    [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
    alicred __complete powershell @before "=$current" 2>$null | ForEach-Object {
      $value, $about = $_ -split [char]9, 2
      if ($value -in ':files', ':folders') { return }
      $text = if ($value -match '^[\\w./:=-]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
      $tip = if ($about) { $about } else { $value }
      [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
    }
  } catch {
  } finally {
    [Console]::OutputEncoding = $encoding
  }
}
`;

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
