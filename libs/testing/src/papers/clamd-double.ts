import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the double finds bad: every scanner knows this text. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const COMMAND = 'zINSTREAM\0';

export interface ClamdDouble {
  readonly host: string;
  readonly port: number;
  /** How it behaves from now on: as it should, saying nothing, hanging up, or finding everything too large. */
  mood: 'well' | 'silent' | 'hangs-up' | 'too-large';
  /** How many bytes of files it was given in all. */
  readonly scanned: () => number;
  stop(): Promise<void>;
}

/** clamd's `INSTREAM` as its manual lays it down, on a port of this machine. */
export async function clamdDouble(): Promise<ClamdDouble> {
  const open = new Set<Socket>();
  let scanned = 0;
  const double = { mood: 'well' as ClamdDouble['mood'] };
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    if (double.mood === 'hangs-up') return socket.destroy();
    let held = Buffer.alloc(0);
    let file = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes]);
      if (double.mood === 'too-large' && held.length > COMMAND.length)
        return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      if (held.subarray(0, COMMAND.length).toString('latin1') === COMMAND) held = held.subarray(COMMAND.length);
      while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
        const length = held.readUInt32BE();
        file = Buffer.concat([file, held.subarray(4, 4 + length)]);
        scanned += length;
        held = held.subarray(4 + length);
        if (length > 0 || double.mood === 'silent') continue;
        socket.end(`stream: ${file.includes(EICAR) ? 'Eicar-Signature FOUND' : 'OK'}\0`);
      }
    });
    return socket;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(double, {
    host: '127.0.0.1',
    port,
    scanned: () => scanned,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
