import { createTransport, type Transporter } from 'nodemailer';
import { NotTaken, Notifier, RefusedForGood, type Message } from './notifier.js';

const TIMEOUT_MS = 10_000;
const AT_ONCE = 4;

/** E-mail by SMTP. */
export class SmtpNotifier extends Notifier {
  private readonly transport: Transporter;

  /** @param url `smtp://user:password@host:port` or `smtps://…` */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: AT_ONCE,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text }: Message): Promise<void> {
    const messageId = `<${id}@dung-hen>`;
    try {
      await this.transport.sendMail({
        from: this.from,
        to,
        subject,
        text,
        messageId,
        headers: { 'auto-submitted': 'auto-generated' },
      });
    } catch (error) {
      if (isForGood(error)) throw new RefusedForGood({ cause: error });
      throw certainlyNotSent(error) ? new NotTaken({ cause: error }) : error;
    }
  }

  close(): Promise<void> {
    this.transport.close();
    return Promise.resolve();
  }
}

/** A 5yz of RFC 5321 to the envelope or the message; to a log-in it is a matter of configuration, which is mended. */
function isForGood(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return false;
  const isLogIn = 'code' in error && error.code === 'EAUTH';
  return typeof error.responseCode === 'number' && error.responseCode >= 500 && !isLogIn;
}

/** Where the server said no, or was never reached, nothing was sent; after the message's end nobody knows. */
function certainlyNotSent(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('responseCode' in error && typeof error.responseCode === 'number') return error.responseCode >= 400;
  if ('command' in error && error.command === 'CONN') return true;
  return 'code' in error && typeof error.code === 'string' && ['ECONNREFUSED', 'EDNS', 'EAUTH'].includes(error.code);
}
