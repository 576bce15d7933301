/**
 * A function that keeps its last answer: what comes in one after the other is often of the same instant, and to read or
 * write that out costs more than to compare it.
 */
export function lastKept<K extends string | number, V>(answer: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: answer(key) };
    return last.value;
  };
}
