import { StreamCorrupt } from '#kernel';

/** Watches that a stream's revisions follow each other without a gap, in either direction. */
export class RevisionOrder {
  private begun = false;

  /** @param next the first revision asked for; null for the last of the stream. */
  constructor(
    private readonly stream: string,
    private readonly forwards: boolean,
    private expected: number | null,
  ) {}

  /** Where the next page begins. */
  get next(): number | null {
    return this.expected;
  }

  /** @throws StreamCorrupt when a revision was left out. */
  follows(revision: number): void {
    const mayBeginAnywhere = !this.forwards && !this.begun; // backwards from beyond the end begins at the end
    if (this.expected !== null && revision !== this.expected && !mayBeginAnywhere) {
      throw new StreamCorrupt(this.stream, this.expected, revision);
    }
    this.begun = true;
    this.expected = revision + (this.forwards ? 1 : -1);
  }

  /** @throws StreamCorrupt when a stream read backwards ends before its first event. */
  ends(): void {
    if (!this.forwards && this.begun && this.expected !== null && this.expected >= 0) {
      throw new StreamCorrupt(this.stream, this.expected, this.expected + 1);
    }
  }
}
