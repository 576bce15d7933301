import { availableParallelism } from "node:os";

/** Runs an action for each item, of as many at once as there are processors. Items must not disturb each other. */
export async function atOnce<Item>(
  items: readonly Item[],
  action: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await action(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
