import { Buffer } from 'node:buffer';
import { Console } from 'node:console';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { runAsWorker } from 'synckit';

const { cli } = await import(pathToFileURL(resolve('dist/apps/cli/src/cli.js')).href);

/** Stands in for a standard stream of a process, and keeps what is written. */
class Said extends Writable {
  said = [];

  _write(chunk, _encoding, done) {
    this.said.push(chunk);
    done();
  }

  get text() {
    return Buffer.concat(this.said).toString('utf8');
  }
}

runAsWorker(async (args, { env, input }) => {
  const [stdout, stderr] = [new Said(), new Said()];
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)], { objectMode: false });
  for (const [name, value] of Object.entries({ stdin, stdout, stderr }))
    Object.defineProperty(process, name, { value, configurable: true });
  globalThis.console = new Console({ stdout, stderr });
  process.env = env;
  process.exitCode = 0;
  await cli(args);
  const status = process.exitCode;
  process.exitCode = 0;
  return { status, stdout: stdout.text, stderr: stderr.text };
});
