import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Plain JavaScript: Jest does not transform what it loads before the tests. */
let server = null;

/** Starts one PostgreSQL for the whole run, unless TEST_DATABASE_URL names one. */
export async function start() {
  if (process.env.TEST_DATABASE_URL) return;
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const flags = ['--conditions=source', '--import', '@swc-node/register/esm-register'];
  server = spawn(process.execPath, [...flags, program], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  server.stdout.setEncoding('utf8');
  const [said] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
  if (typeof said !== 'string') throw new Error('the PostgreSQL of the tests did not start');
  process.env.TEST_DATABASE_URL = said.trim();
}

/** Stops it and waits until its folder is gone. */
export async function stop() {
  if (!server || server.exitCode !== null) return;
  const exited = once(server, 'exit');
  server.stdin.end();
  await exited;
}
