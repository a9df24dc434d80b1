import type { Batch, EventStore, SubscribeOptions } from '#kernel';

/** A subscription of which the next batch is read while the last one is being applied. */
export async function* readAhead(
  store: EventStore,
  options: SubscribeOptions & { readonly signal: AbortSignal },
): AsyncGenerator<Batch, void, undefined> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([options.signal, leaving.signal]);
  const batches = store.subscribe({ ...options, signal })[Symbol.asyncIterator]();
  let next = batches.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = batches.next();
      next.catch(() => {}); // heard when it is awaited
      yield value;
    }
  } finally {
    leaving.abort();
    await next.catch(() => {});
    await batches.return?.();
  }
}
