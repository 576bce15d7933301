/**
 * How long what a file, a variable, a program or a document gives is served before it is read again, in milliseconds,
 * when it does not say how long it is valid: a third of the shortest session.
 */
export const REREAD_AFTER_MS = 300_000;
