/**
 * Time in milliseconds after which a file, a variable, a program or a document that states no expiry is read again: a
 * third of the shortest session.
 */
export const REREAD_AFTER_MS = 300_000;
