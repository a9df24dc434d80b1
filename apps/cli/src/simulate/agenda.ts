/** What waits for its time, earliest first; of the same instant the lower number. */
export interface Appointed {
  readonly at: string;
  readonly number: number;
}

const isBefore = (a: Appointed, b: Appointed) => a.at < b.at || (a.at === b.at && a.number < b.number);

export class Agenda<T extends Appointed> {
  /** The next one stands last. */
  private readonly waiting: T[] = [];

  add(item: T): void {
    let low = 0;
    for (let high = this.waiting.length; low < high;) {
      const middle = (low + high) >>> 1;
      const other = this.waiting[middle];
      if (other !== undefined && isBefore(item, other)) low = middle + 1;
      else high = middle;
    }
    this.waiting.splice(low, 0, item);
  }

  next(): T | undefined {
    return this.waiting.pop();
  }
}
