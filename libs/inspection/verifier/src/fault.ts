/** The first thing that does not hold: where, and why. */
export interface Fault {
  readonly stream: string;
  readonly revision: number;
  readonly why: string;
}

/** Thrown by whatever finds the first fault; nothing behind it is looked at. */
export class Broken extends Error {
  constructor(readonly fault: Fault) {
    super(`${fault.stream} ${fault.revision}: ${fault.why}`);
    this.name = 'Broken';
  }
}

export const broken = ({ stream, revision }: Omit<Fault, 'why'>, why: string): Broken =>
  new Broken({ stream, revision, why });
