const shared = {
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'json'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['node', 'source'] },
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data[^/]*/'],
};

/** One PostgreSQL for a whole run; `TEST_DATABASE_URL` names another. */
const withPostgres = {
  ...shared,
  globalSetup: '<rootDir>/libs/testing/src/postgres/global-setup.js',
  globalTeardown: '<rootDir>/libs/testing/src/postgres/global-teardown.js',
};

/** The test level is in the file name: `.spec.ts` pure, `.int.spec.ts` with a real database or event store, `.e2e.spec.ts` through HTTP or a process. */
export default {
  projects: [
    { ...shared, displayName: 'unit', testRegex: '(?<![.](int|e2e|contract))[.]spec[.]ts$' },
    { ...withPostgres, displayName: 'int', testRegex: '[.](int|contract)[.]spec[.]ts$' },
    { ...withPostgres, displayName: 'e2e', testRegex: '[.]e2e[.]spec[.]ts$' },
  ],
};
