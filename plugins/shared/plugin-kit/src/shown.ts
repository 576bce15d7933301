/** A path or a name, unless it looks like neither: it may be a secret that was pasted in its place. */
export function shown(value: string): string {
  return /[\r\n{]|^.{200}/.test(value) ? "[not shown]" : value;
}
