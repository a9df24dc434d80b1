import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A letter as the server took it. */
export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** A real mail server on the loopback that keeps what it is given. */
export async function mailServer() {
  const letters: Letter[] = [];
  /** How it answers whoever is written to, where it does not take it. */
  const noes = new Map<string, { readonly code: number; asked: number }>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 500,
    onRcptTo({ address }, _session, done) {
      const no = noes.get(address);
      if (no === undefined) return done();
      no.asked += 1;
      done(Object.assign(new Error('no'), { responseCode: no.code }));
    },
    onData(stream, session, done) {
      const taken = (letter: string): void => {
        const id = /^Message-ID:\s+<([^>]+)>/im.exec(letter)?.[1] ?? '';
        letters.push({ id, to: session.envelope.rcptTo.map(({ address }) => address).join(), text: letter });
        done();
      };
      // Of a client that was killed half a letter comes, which is none.
      text(stream).then(taken, done);
    },
  });
  server.on('error', () => {}); // a client that was killed hung up
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const address = server.server.address() as AddressInfo;
  return {
    letters,
    noes,
    url: `smtp://127.0.0.1:${address.port}`,
    stop: () => new Promise<void>((stopped) => server.close(() => stopped())),
  };
}
