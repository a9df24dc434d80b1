import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#read-store';

// A process of its own for one test run. It ends and removes everything once the run closes its input, however it ended.
process.on('SIGINT', () => {});
const dataDir = await mkdtemp(join(tmpdir(), 'dung-hen-test-'));
try {
  await chmod(dataDir, 0o755); // PostgreSQL may run under another account than the tests
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  process.stdout.write(`${server.url}\n`);
  await new Promise((closed) => process.stdin.once('close', closed).resume());
  await server.stop();
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
