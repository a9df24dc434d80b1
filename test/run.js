/** Runs the test levels one after another, all of them even after a failure, and ends with their total. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'jest-'));
let passed = 0;
let failed = 0;

// Once, before several suites would do it at the same time.
spawnSync(process.execPath, [join(root, 'build/run.js')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

for (const level of ['unit', 'int', 'e2e']) {
  const outputFile = join(reports, `${level}.json`);
  const { status } = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--selectProjects', level, '--passWithNoTests', '--json', `--outputFile=${outputFile}`],
      // Processes that start, stop and are waited for leave the processor idle.
      `--maxWorkers=${level === 'e2e' ? availableParallelism() + 1 : '100%'}`,
      ...(level === 'unit' ? [] : ['--testTimeout=30000']),
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const report = readReport(outputFile);
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites + report.numPendingTests;
  if (status !== 0 && failed === 0) failed = 1;
}

rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** A level that died before its report counts as one failure. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0, numPendingTests: 0 };
  }
}
