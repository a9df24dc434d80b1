import { isDay, Refusal, type Day } from '#kernel';
import { isFairText } from '#catalogue';
import type { ListPart, OversightEventOf, RecordedOversightEvent } from './oversight.events.js';

/** A list of another register, whole. */
export interface ExternalList {
  readonly listId: string;
  readonly version: number;
  readonly source: string;
  readonly listedOn: Day;
  readonly digest: string;
  readonly codes: readonly string[];
}

/** A version as far as the log holds it. */
export interface ListVersion extends ExternalList {
  readonly parts: number;
  readonly held: number;
}

export const MOST_CODES = 1_000_000;
const LONGEST_CODE = 200;
const CODES_A_PART = 5_000;
/** So that a part, three bytes a character at most, fits one append. */
const CHARACTERS_A_PART = 150_000;

/**
 * Nhập danh sách đối chiếu: the parts that the log does not hold yet. A file that stands adds nothing, a changed one is
 * the next version, and one whose writing was interrupted goes on where it stopped.
 * @throws Refusal `invalid-input`; `future-effective-time` of a day that has not come
 */
export function importExternalList(
  versions: readonly ListVersion[],
  { listId, source, listedOn, digest, codes }: Omit<ExternalList, 'version'>,
  today: Day,
): readonly OversightEventOf<'ExternalListImported'>[] {
  sound({ source, listedOn, codes });
  if (listedOn > today) throw new Refusal('future-effective-time', null, { listedOn, today });
  const last = versions.at(-1);
  const parts = inParts(codes);
  const isSame =
    last?.digest === digest &&
    last.listedOn === listedOn &&
    last.parts === parts.length &&
    areSame(parts.slice(0, last.held).flat(), last.codes);
  const version = isSame ? last.version : (last?.version ?? 0) + 1;
  const about = { listId, version, source, listedOn, digest, parts: parts.length };
  const events = parts.map((some, at) => ({
    type: 'ExternalListImported' as const,
    v: 1 as const,
    data: { ...about, part: at + 1, codes: some },
  }));
  return events.slice(isSame ? last.held : 0);
}

function sound({ source, listedOn, codes }: Pick<ExternalList, 'source' | 'listedOn' | 'codes'>): void {
  const no = (why: string) => new Refusal('invalid-input', null, { why });
  if (source.trim() === '' || source.length > LONGEST_CODE || !isFairText(source)) throw no('no source');
  if (!isDay(listedOn)) throw no('not a day, YYYY-MM-DD');
  if (codes.length === 0) throw no('no code');
  if (codes.length > MOST_CODES) throw no(`more than ${MOST_CODES} codes`);
  for (const code of codes)
    if (code === '' || code.length > LONGEST_CODE || !isFairText(code)) throw no(`not a code: ${code.slice(0, 80)}`);
}

/** Whether these are the codes that are held: another column of the same file holds others. */
const areSame = (codes: readonly string[], held: readonly string[]): boolean =>
  codes.length === held.length && codes.every((code, at) => code === held[at]);

function inParts(codes: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let characters = CHARACTERS_A_PART;
  for (const code of codes) {
    const part = parts.at(-1);
    characters += code.length;
    if (part === undefined || part.length === CODES_A_PART || characters > CHARACTERS_A_PART) {
      parts.push([code]);
      characters = code.length;
    } else part.push(code);
  }
  return parts;
}

/** Every version of one list in its order, whole or not. */
export function versionsOf(events: readonly RecordedOversightEvent[], listId: string): readonly ListVersion[] {
  const versions = new Map<number, { first: ListPart; codes: string[]; held: number }>();
  for (const event of events) {
    if (event.type !== 'ExternalListImported' || event.data.listId !== listId) continue;
    const { data } = event;
    const known = versions.get(data.version) ?? { first: data, codes: [], held: 0 };
    for (const code of data.codes) known.codes.push(code);
    known.held += 1;
    versions.set(data.version, known);
  }
  return [...versions.values()].map(({ first: { source, listedOn, digest, version, parts }, codes, held }) => ({
    ...{ listId, version, source, listedOn, digest, parts, held, codes },
  }));
}

/** Of every list the newest by its day, of this one or before, and of several of a day the last; one half written is as if it were not there. */
export function listsKnown(events: readonly RecordedOversightEvent[], on: Day): readonly ExternalList[] {
  const ids = new Set(events.flatMap((event) => (event.type === 'ExternalListImported' ? [event.data.listId] : [])));
  return [...ids].flatMap((id) => {
    const whole = versionsOf(events, id)
      .filter(({ held, parts, listedOn }) => held === parts && listedOn <= on)
      .toSorted((a, b) => (a.listedOn === b.listedOn ? a.version - b.version : a.listedOn < b.listedOn ? -1 : 1))
      .at(-1);
    if (whole === undefined) return [];
    const { parts: _of, held: _all, ...list } = whole;
    return [list];
  });
}
