import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TargetSet } from '#oversight';
import type { WorkingCalendar } from '#working-time';

function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the running program');
  return packageRoot(parent);
}

/** The folder of the package, found from the sources and from the built files alike. */
export const PACKAGE_ROOT = packageRoot(import.meta.dirname);

/** The files that ship with the engine. */
const SHIPPED = {
  'calendar.vn.json': 'catalogue',
  'agencies.demo.json': 'catalogue',
  'procedures.demo.json': 'catalogue',
  'procedures.national.json': 'catalogue',
  'targets.demo.json': 'oversight',
} as const;
export type ShippedFile = keyof typeof SHIPPED;

const textOf = (name: ShippedFile): string =>
  readFileSync(join(PACKAGE_ROOT, 'libs', SHIPPED[name], 'data', name), 'utf8');

/** What a file says, with each text in one encoding (NFC): sources write one name in two. @throws SyntaxError */
export const readJson = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : value));

export const shippedFile = (name: ShippedFile): unknown => readJson(textOf(name));

/** The public sector's calendar that ships with the engine. */
export const shippedCalendar = (): WorkingCalendar => ({ ...JSON.parse(textOf('calendar.vn.json')), version: 1 });

/** The goals of five provinces' plans that ship with the engine. */
export function shippedTargets(): readonly TargetSet[] {
  const file = shippedFile('targets.demo.json');
  if (!isTargets(file)) throw new Error('the goals that ship with the engine are broken');
  return file.targets.map((set) => ({ ...set, version: 1 }));
}

const isTargets = (file: unknown): file is { readonly targets: readonly Omit<TargetSet, 'version'>[] } =>
  typeof file === 'object' && file !== null && 'targets' in file && Array.isArray(file.targets);
