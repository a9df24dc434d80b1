interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Does in one round trip for all what was asked while the last was under way. Nobody waits for company: who is alone goes at
 * once. What fails together is done one by one, so that each fails for itself.
 */
export class Gathering<Asked, Answer> {
  private waiting: Waiting<Asked, Answer>[] = [];
  private isUnderWay = false;

  /** Answers in the order that was asked. */
  constructor(private readonly doAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>) {}

  ask(asked: Asked): Promise<Answer> {
    return new Promise((done, failed) => {
      this.waiting.push({ asked, done, failed });
      if (!this.isUnderWay) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isUnderWay = true;
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0));
    this.isUnderWay = false;
  }

  private async together(batch: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await this.doAll(batch.map(({ asked }) => asked));
      for (const [at, answer] of answers.entries()) batch[at]?.done(answer);
    } catch (error) {
      if (batch.length === 1) batch[0]?.failed(error);
      else for (const one of batch) await this.together([one]);
    }
  }
}
