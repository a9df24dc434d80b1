import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The libs that take time, identity and chance as arguments. */
const pure = ['kernel', 'law', 'working-time', 'catalogue', 'dossier', 'oversight', 'reports'].map(
  (lib) => `libs/${lib}/**/*.ts`,
);
const specs = ['**/*.spec.ts', '**/*.contract.ts', 'test/**/*.ts', 'libs/*/test/**/*.ts', 'libs/testing/**/*.ts'];
/** Where text from outside becomes a type: only here may a cast say so. */
const boundaries = [
  '**/*.codec.ts',
  'libs/kernel/src/schema.ts',
  'libs/event-store/src/{eventstoredb,postgres,envelope}/**/*.ts',
  'libs/read-store/src/**/*.ts',
  'libs/reports/src/**/*.{projection,query}.ts',
];

const ban = (selector, message) => ({ selector, message });

const everywhere = [
  ban('TSEnumDeclaration', 'A union of strings instead of an enum.'),
  ban('ExportDefaultDeclaration', 'Named exports only.'),
  ban('TSAsExpression > TSAsExpression, TSTypeAssertion', 'A cast through another type proves nothing.'),
  ban(
    'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/], MemberExpression[object.object.name=/^(it|test|describe)$/][property.name=/^(only|skip)$/], Identifier[name=/^(fit|xit|fdescribe|xdescribe|xtest)$/]',
    'Every committed test runs.',
  ),
  ban(
    "CallExpression[callee.object.name='jest'][callee.property.name=/^(mock|doMock|unstable_mockModule|fn|spyOn|replaceProperty)$/]",
    'No mocks: a fake is an adapter that passes the contract.',
  ),
  ban(
    'MemberExpression[property.name=/^(toBeDefined|toBeTruthy|toBeFalsy|toHaveBeenCalled\\w*|toMatchSnapshot|toMatchInlineSnapshot)$/]',
    'Say what the value is.',
  ),
  ban("CallExpression[callee.object.name='Math'][callee.property.name='random']", 'Chance comes in as an argument.'),
];

const clockAndChance = [
  ban(
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    'Time is an argument.',
  ),
  ban("CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now']", 'Time is an argument.'),
  ban('Identifier[name=/^(randomUUID|randomBytes|randomInt|getRandomValues)$/]', 'Identity and chance are arguments.'),
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data*/', 'coverage/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        SharedArrayBuffer: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
      'no-control-regex': 'off',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { properties: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    files: pure,
    ignores: ['**/*.int.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...clockAndChance],
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'crypto', 'performance', 'globalThis'],
      ],
    },
  },
  {
    files: pure,
    ignores: specs,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        ...clockAndChance,
        ban(
          'TSInterfaceBody > TSPropertySignature[readonly=false][key.name=/^[a-z]/]',
          'What the core passes around is readonly.',
        ),
      ],
    },
  },
  { files: boundaries, rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  {
    files: specs,
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      'no-console': 'off',
    },
  },
  { files: ['apps/**/*.ts', 'docs/generate/**/*.ts', 'test/load/**/*.ts'], rules: { 'no-console': 'off' } },
);
