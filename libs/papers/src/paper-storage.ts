/** Where a stored paper belongs: its dossier's id and its own. Both are UUIDs, never anything that a person typed. */
export interface Place {
  readonly dossierId: string;
  readonly paper: string;
}

/** A paper that is kept, and since when. */
export interface Kept extends Place {
  /** Milliseconds since 1970, by the storage's clock. */
  readonly since: number;
}

/**
 * Kho tệp: keeps sealed bytes by their place and understands nothing of them. Every adapter passes one contract suite;
 * whatever else an adapter throws means that the storage is not available.
 */
export abstract class PaperStorage {
  /** Keeps a stream under a new place: all of it, durably, or nothing. What the stream throws ends it. */
  abstract put(place: Place, bytes: AsyncIterable<Uint8Array>): Promise<void>;

  /** The bytes as they were put; null where nothing is kept. */
  abstract get(place: Place): Promise<AsyncIterable<Uint8Array> | null>;

  /** Deletes a paper; one that is not there is as good as deleted. */
  abstract delete(place: Place): Promise<void>;

  /** Everything that is kept, or everything of one dossier; the papers of a dossier come together. */
  abstract list(dossierId?: string): AsyncIterable<Kept>;

  /** Removes what a writer that died left behind before it was whole, when it began before an instant (ms since 1970). */
  abstract sweepUnfinished(before: number): Promise<void>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is an id, so that it may be part of a path or of a key. */
export const isId = (text: string): boolean => UUID.test(text);

/** The place as a path or a key: `<dossier>/<paper>`. @throws for anything but two ids, before any storage is touched */
export function keyOf({ dossierId, paper }: Place): string {
  if (!isId(dossierId) || !isId(paper)) throw new TypeError('a place is made of two ids');
  return `${dossierId}/${paper}`;
}
