import { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * Returns what is wrong, one line and place each. For a union, reports the issues of the closest alternative; zod only
 * says that none matched.
 */
export function explain({ issues }: z.core.$ZodError): string {
  return z.prettifyError(new z.core.$ZodError(issues.flatMap(resolved)));
}

function resolved(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const forms = issue.errors.map((form) => form.flatMap(resolved));
  const meant = forms.map((form) => ({ form, misfit: misfit(form) })).sort((a, b) => a.misfit - b.misfit)[0];
  if (meant !== undefined && meant.misfit < ANOTHER_TYPE)
    return meant.form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const messages = forms.flatMap((form) => form.map(({ message }) => message));
  return [{ ...issue, message: messages.join(", or: ") }];
}

const ANOTHER_TYPE = 100;
/** Another word; could as well be another type. */
const ANOTHER_WORD = 50;
const ABSENT = 10;

/** Returns how far something is from a form: of another type, without its members, or only with a wrong value. */
function misfit(form: readonly Issue[]): number {
  return form.reduce((sum, { code, path, message }) => {
    if (code === "invalid_type" && path.length === 0) return sum + ANOTHER_TYPE;
    if (code === "invalid_value" && path.length === 0) return sum + ANOTHER_WORD;
    return sum + (code === "unrecognized_keys" || message.endsWith("received undefined") ? ABSENT : 1);
  }, 0);
}
