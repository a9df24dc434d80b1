/** What somebody is told; no name, contact or free text of an applicant stands in it. */
export interface Message {
  /** The same for the same notice: a server that got it twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The message was not taken, and may be tried again. */
export class NotTaken extends Error {
  constructor(options: { cause: unknown }) {
    super('the message was not taken', options);
    this.name = 'NotTaken';
  }
}

/** The message was refused for good: no such mailbox, or not from here. Trying again would be told the same. */
export class RefusedForGood extends Error {
  constructor(options: { cause: unknown }) {
    super('the message was refused for good', options);
    this.name = 'RefusedForGood';
  }
}

/** Thông báo: how holders of duties are told; adapters bear the name of their technology. */
export abstract class Notifier {
  /** @throws NotTaken, RefusedForGood when it certainly was not sent; anything else when that is not known */
  abstract send(message: Message): Promise<void>;
  abstract close(): Promise<void>;
}
