import { join } from 'node:path';
import { ESLint } from 'eslint';
import { ROOT } from './planted-tree.js';

/** Text is linted in the place of an existing file, so that rules which need types see a program; nothing is written. */
const CORE = 'libs/kernel/src/clock.ts';
const SHELL = 'libs/handling/src/system-clock.ts';
const CODEC = 'libs/dossier/src/dossier.codec.ts';
const SPEC = 'test/architecture/lint.spec.ts';

/** With `CI` set the parser would read each file once, from disk, whatever text it is given. */
const parserOptions = { disallowAutomaticSingleRunInference: true };
const eslint = new ESLint({ cwd: ROOT, overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions } } });
const fired = async (file: string, text: string): Promise<readonly string[]> => {
  const results = await eslint.lintText(text, { filePath: join(ROOT, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
};

describe('the lint rules', () => {
  /** The first question builds the program. */
  beforeAll(() => fired(CORE, 'export {};\n'), 60_000);

  it.each([
    ['no-restricted-syntax', CORE, 'export enum State { Open, Closed }'],
    ['no-restricted-syntax', CORE, 'const open = 1;\nexport default open;'],
    ['no-restricted-syntax', CORE, 'export const now = new Date();'],
    ['no-restricted-syntax', CORE, 'export const now = Date.now();'],
    ['no-restricted-syntax', CORE, 'export const chance = Math.random();'],
    ['no-restricted-syntax', CORE, 'export const id = (r: { randomUUID(): string }) => r.randomUUID();'],
    ['no-restricted-syntax', CORE, 'export interface Due { at: string }'],
    ['no-restricted-globals', CORE, 'export const port = process.env;'],
    ['no-restricted-globals', CORE, 'export const id = crypto.randomUUID();'],
    ['no-restricted-syntax', SHELL, 'export const chance = Math.random();'],
    ['no-restricted-syntax', CODEC, 'export const lift = (text: string) => text as unknown as number;'],
    ['no-restricted-syntax', CODEC, 'export const lift = (text: string) => <number>(<unknown>text);'],
    ['@typescript-eslint/consistent-type-assertions', CORE, 'export const lift = (text: unknown) => text as number;'],
    ['@typescript-eslint/no-explicit-any', CORE, 'export const lift = (text: any) => String(text);'],
    ['@typescript-eslint/no-non-null-assertion', CORE, 'export const first = (all: string[]) => all[0]!;'],
    ['@typescript-eslint/ban-ts-comment', CORE, '// @ts-ignore\nexport const a: number = 1;'],
    ['@typescript-eslint/no-floating-promises', SHELL, 'export const go = (run: () => Promise<void>) => { run(); };'],
    ['@typescript-eslint/no-misused-promises', SHELL, '[1].forEach(async () => { await Promise.resolve(); });'],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      CORE,
      "export function f(s: 'a' | 'b') { switch (s) { case 'a': return 1; } return 2; }",
    ],
    ['no-console', SHELL, "console.log('here');"],
    ['no-restricted-syntax', SPEC, "it.only('runs alone', () => {});"],
    ['no-restricted-syntax', SPEC, "describe.skip('never runs', () => {});"],
    ['no-restricted-syntax', SPEC, "it.skip.each([1])('never runs %s', () => {});"],
    ['no-restricted-syntax', SPEC, "xit('never runs', () => {});"],
    ['no-restricted-syntax', SPEC, "jest.mock('#dossier');"],
    ['no-restricted-syntax', SPEC, 'export const fake = jest.fn();'],
    ['no-restricted-syntax', SPEC, 'expect(1).toBeDefined();'],
    ['no-restricted-syntax', SPEC, 'export const chance = Math.random();'],
  ])('%s fires in %s on: %s', async (rule, file, text) => {
    expect(await fired(file, `${text}\n`)).toContain(rule);
  });

  it('max-lines fires on the 401st line', async () => {
    expect(await fired(SHELL, 'export {};\n'.repeat(401))).toEqual(['max-lines']);
    expect(await fired(SHELL, 'export {};\n'.repeat(400))).toEqual([]);
  });

  it('cannot be switched off in a file', async () => {
    const text = '// eslint-disable-next-line\nexport const lift = (text: any) => String(text);\n';
    expect(await fired(CORE, text)).toContain('@typescript-eslint/no-explicit-any');
  });

  it.each([
    [
      CORE,
      "export const day = (at: string) => new Date(Date.parse(at)).toISOString();\nexport const one = ['a'] as const;",
    ],
    [CODEC, 'export const lift = (value: unknown) => value as { readonly v: number };'],
    [SHELL, 'export const now = () => new Date();'],
    [SPEC, "it('compares', () => { expect(JSON.parse('1') as number).toBe(1); });"],
  ])('nothing fires in %s on: %s', async (file, text) => {
    expect(await fired(file, `${text}\n`)).toEqual([]);
  });
});
