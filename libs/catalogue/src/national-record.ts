import { departs } from '#kernel';
import { checkLimit } from '#working-time';
import { ProcedureImported, type NationalProcedure } from './catalogue.events.js';
import { statedLimits } from './limit-text.js';

/** The longest text of the national database, a list of authorities, has 1,340 characters. */
const LONGEST_TEXT = 4_000;
const CODE = /^[\p{L}\d][\p{L}\d._-]{0,63}$/u;

const isNational = (value: unknown): value is NationalProcedure => departs(ProcedureImported.shape, value) === null;

/** Text that can be stored and printed: bounded, without control characters. */
export const isFairText = (text: string): boolean => text.length <= LONGEST_TEXT && !/[\p{Cc}\u2028\u2029]/u.test(text);

/** A national record, or why it cannot be one. */
export function readNational(value: unknown): { readonly record: NationalProcedure } | { readonly why: string } {
  if (!isNational(value)) return { why: departs(ProcedureImported.shape, value) ?? 'record expected' };
  if (!CODE.test(value.code)) return { why: 'code: not a procedure code' };
  if (value.name.trim() === '') return { why: 'name: text expected' };
  for (const [field, text] of Object.entries(value))
    if (typeof text === 'string' && !isFairText(text)) return { why: `${field}: too long or with control characters` };
  if (value.resultCodes.some((code) => !isFairText(code)))
    return { why: 'resultCodes: too long or with control characters' };
  try {
    for (const limit of value.limits) checkLimit(limit);
  } catch {
    return { why: 'limits: out of range' };
  }
  return { record: value };
}

/** What may keep a person busy with a record; none excludes another. */
export type RecordClass =
  | 'limit-missing'
  | 'limit-contradictory'
  | 'several-cases'
  | 'channels-differ'
  | 'channel-without-limit'
  | 'several-levels';

const key = ({ amount, unit }: { readonly amount: number; readonly unit: string }): string => `${amount} ${unit}`;

/** The distinct limits of each channel that has any. */
function byChannel({ limits }: NationalProcedure): ReadonlyMap<string, ReadonlySet<string>> {
  const channels = new Map<string, Set<string>>();
  for (const limit of limits) channels.set(limit.channel, (channels.get(limit.channel) ?? new Set()).add(key(limit)));
  return channels;
}

/**
 * Whether the limits say other than the text: the text states one for a channel that the limits do not hold, or states
 * none at all. A text cut within `Ngày làm việc` contradicts too: only a person knows what stood there.
 */
export function contradictsItself(national: NationalProcedure): boolean {
  if (national.limits.length === 0) return false;
  const stated = statedLimits(national.limitText);
  const held = byChannel(national);
  return stated.length === 0 || stated.some(({ channel, limit }) => held.get(channel)?.has(key(limit)) !== true);
}

/** Whether a channel has several limits, so that the officer says which case it is. */
export const hasSeveralCases = (national: NationalProcedure): boolean =>
  [...byChannel(national).values()].some((limits) => limits.size > 1);

/** The classes that a record falls into; none when nothing about its limits is in doubt. */
export function classesOf(national: NationalProcedure): readonly RecordClass[] {
  const channels = byChannel(national);
  const sets = new Set([...channels.values()].map((limits) => [...limits].toSorted().join('|')));
  const holds: Readonly<Record<RecordClass, boolean>> = {
    'limit-missing': channels.size === 0,
    'limit-contradictory': contradictsItself(national),
    'several-cases': hasSeveralCases(national),
    'channels-differ': sets.size > 1,
    'channel-without-limit': channels.size > 0 && national.channels.some((channel) => !channels.has(channel)),
    'several-levels': national.level.includes(','),
  };
  return RECORD_CLASSES.filter((name) => holds[name]);
}

export const RECORD_CLASSES: readonly RecordClass[] = [
  'limit-missing',
  'limit-contradictory',
  'several-cases',
  'channels-differ',
  'channel-without-limit',
  'several-levels',
];
