/**
 * Work that is started ahead of its turn.
 *
 * @module
 */

/**
 * Starts `prepare` for up to `limit` items before they are asked for and yields the results in the
 * items' order. When the consumer stops early, what is under way is waited for and dropped.
 */
export async function* lookAhead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  prepare: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const source =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const underWay: Promise<R>[] = [];
  let ended = false;
  try {
    while (true) {
      while (!ended && underWay.length < limit) {
        const next = await source.next();
        if (next.done) ended = true;
        else underWay.push(prepare(next.value));
      }
      const first = underWay.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(underWay);
    if (!ended) await source.return?.();
  }
}
