/**
 * The member of a table by a name that came from outside; never one that every object inherits, such as `constructor`.
 */
export function ownMember<V>(table: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
