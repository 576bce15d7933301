/** One waiting sleeper. */
export interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Waiting timers, earliest first; those of one instant in the order in which they were added. */
export interface TimerQueue {
  add(timer: Timer): void;
  remove(timer: Timer): void;
  first(): Timer | undefined;
  size(): number;
}

/** A binary heap whose removed timers are left in place and skipped when they surface. */
export function createTimerQueue(): TimerQueue {
  const heap: { timer: Timer; order: number }[] = [];
  const waiting = new Set<Timer>();
  let order = 0;

  function before(a: number, b: number): boolean {
    const left = heap[a];
    const right = heap[b];
    if (left === undefined || right === undefined) return left !== undefined;
    return (
      left.timer.atMs - right.timer.atMs < 0 ||
      (left.timer.atMs === right.timer.atMs && left.order < right.order)
    );
  }

  function swap(a: number, b: number): void {
    const left = heap[a];
    const right = heap[b];
    if (left === undefined || right === undefined) return;
    heap[a] = right;
    heap[b] = left;
  }

  function dropFirst(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      const child = before(left + 1, left) ? left + 1 : left;
      if (!before(child, at)) return;
      swap(child, at);
      at = child;
    }
  }

  return {
    add(timer) {
      waiting.add(timer);
      heap.push({ timer, order: order++ });
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!before(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    remove(timer) {
      waiting.delete(timer);
    },
    first() {
      for (;;) {
        const first = heap[0];
        if (first === undefined || waiting.has(first.timer)) return first?.timer;
        dropFirst();
      }
    },
    size: () => waiting.size,
  };
}
