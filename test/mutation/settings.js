import { join } from 'node:path';
import jestConfig from '../../jest.config.js';

const unit = jestConfig.projects.find((project) => project.displayName === 'unit');
const PATIENCE = 30_000;
/** Every mutant loads the modules of every spec anew: only the part of a lib that these specs use. */
const LIGHTER = {
  '^fast-check$': '<rootDir>/test/mutation/fewer-runs.js',
  '^#testing$': '<rootDir>/libs/testing/src/dossier/index.ts',
  '^#event-store$': '<rootDir>/libs/event-store/src/envelope/canonical.ts',
};

/**
 * Mutates some sources and runs the pure specs beside them against each mutant. What runs once, while a module loads, is
 * left as it is: each such mutant would need a process of its own.
 */
export const mutation = (name, { folders, except = [], withoutSpecs = [] }) => ({
  mutate: [
    ...folders.map((folder) => `${folder}/**/*.ts`),
    '!libs/**/{index,*.spec}.ts',
    ...except.map((file) => `!${file}`),
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    enableFindRelatedTests: false,
    config: {
      ...unit,
      projects: [],
      roots: folders.map((folder) => `<rootDir>/${folder}`),
      testPathIgnorePatterns: withoutSpecs,
      // A machine that is shared must pass neither for a failure nor for a loop without end.
      testTimeout: PATIENCE,
      testEnvironment: join(import.meta.dirname, 'stops-at-failure.js'),
      runner: '<rootDir>/test/mutation/until-killed.js',
      moduleNameMapper: { ...unit.moduleNameMapper, ...LIGHTER },
    },
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['dist', '.data*'],
  concurrency: 2,
  // Jest keeps ES modules of every run in memory.
  maxTestRunnerReuse: 10,
  timeoutMS: PATIENCE,
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: '.data/mutation/sandboxes',
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  clearTextReporter: { reportTests: false, logTests: false },
  jsonReporter: { fileName: `.data/mutation/${name}.json` },
  htmlReporter: { fileName: `.data/mutation/${name}.html` },
  allowConsoleColors: false,
});
