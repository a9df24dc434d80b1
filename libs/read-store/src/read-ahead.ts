import type { Batch, EventStore, SubscribeOptions } from '#kernel';

export interface ReadAheadOptions extends SubscribeOptions {
  readonly signal: AbortSignal;
  /** Batches that are read while the last one is being applied, and come as one where they are there by then; one by default. */
  readonly atOnce?: number;
}

/** A subscription of which the next batch is read while the last one is being applied. */
export async function* readAhead(
  store: EventStore,
  { atOnce = 1, ...options }: ReadAheadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([options.signal, leaving.signal]);
  const batches = store.subscribe({ ...options, signal })[Symbol.asyncIterator]();
  const coming = Array.from({ length: atOnce }, () => new Coming(batches.next()));
  try {
    for (;;) {
      const taken: Batch[] = [];
      while (taken.length === 0 || (taken.length < atOnce && coming[0]?.isThere === true)) {
        const { done, value } = (await coming.shift()?.result) ?? { done: true };
        if (done === true) {
          if (taken.length > 0) yield joined(taken);
          return;
        }
        coming.push(new Coming(batches.next()));
        taken.push(value);
      }
      yield joined(taken);
    }
  } finally {
    leaving.abort();
    await Promise.all(coming.map(({ result }) => result.catch(() => {})));
    await batches.return?.();
  }
}

/** A batch that was asked for. */
class Coming {
  isThere = false;

  constructor(readonly result: Promise<IteratorResult<Batch, void>>) {
    // A failure is heard when it is awaited.
    result.then(
      () => (this.isThere = true),
      () => {},
    );
  }
}

function joined(batches: readonly Batch[]): Batch {
  const [first, ...more] = batches;
  if (first !== undefined && more.length === 0) return first;
  return { events: batches.flatMap(({ events }) => events), caughtUp: batches.at(-1)?.caughtUp ?? false };
}
