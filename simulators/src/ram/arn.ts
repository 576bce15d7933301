const roleMark = /((?:^|[:*])(?:assumed-)?role\/)([^/]*)/;

/**
 * An ARN, or a pattern of ARNs, with the name of a role in it in lower case: RAM takes no regard to its case. The rest
 * stays as it is.
 */
export function withLowerCaseRole(arn: string): string {
  return arn.replace(roleMark, (_, head: string, name: string) => head + name.toLowerCase());
}
