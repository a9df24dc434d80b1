import { Refusal } from '#kernel';
import type { CatalogueView } from './catalogue-view.js';
import { classesOf, readNational, RECORD_CLASSES, type RecordClass } from './national-record.js';
import { publication, type Publication } from './publication.js';
import { importProcedure } from './publishing.js';

/** How the records of an import fell into classes, and those that need a person. */
export interface NationalReport {
  readonly records: number;
  readonly taken: number;
  /** Records of which something is new; an import repeated has none. */
  readonly changed: number;
  /** Records whose limits leave no doubt. */
  readonly clear: number;
  readonly classes: Readonly<Record<RecordClass, readonly string[]>>;
  /** Records that are none, by place in the list, with why. */
  readonly broken: readonly { readonly at: number; readonly code: string | null; readonly why: string }[];
}

/**
 * Takes the records of the national database as printed, each into its procedure's stream; nothing is corrected.
 * @throws Refusal `invalid-input` when it is no list
 */
export function importNational(
  records: unknown,
  view: CatalogueView,
): { readonly publications: readonly Publication[]; readonly report: NationalReport } {
  if (!Array.isArray(records)) throw new Refusal('invalid-input', null, { expected: 'list of procedures' });
  const items: readonly unknown[] = records;
  const publications: Publication[] = [];
  const classes = new Map<RecordClass, string[]>(RECORD_CLASSES.map((name) => [name, []]));
  const broken: { at: number; code: string | null; why: string }[] = [];
  const seen = new Set<string>();
  let clear = 0;
  for (const [at, item] of items.entries()) {
    const read = readNational(item);
    if ('why' in read || seen.has(read.record.code)) {
      broken.push({ at, code: codeOf(item), why: 'why' in read ? read.why : 'code: repeated' });
      continue;
    }
    const { record } = read;
    seen.add(record.code);
    const found = classesOf(record);
    for (const name of found) classes.get(name)?.push(record.code);
    if (!found.includes('limit-missing') && !found.includes('limit-contradictory')) clear += 1;
    const events = importProcedure(view.findNational(record.code), record);
    publications.push(...publication(view, `procedure-${record.code}`, events));
  }
  const named = (name: RecordClass) => classes.get(name) ?? [];
  return {
    publications,
    report: {
      records: items.length,
      taken: seen.size,
      changed: publications.length,
      clear,
      classes: {
        'limit-missing': named('limit-missing'),
        'limit-contradictory': named('limit-contradictory'),
        'several-cases': named('several-cases'),
        'channels-differ': named('channels-differ'),
        'channel-without-limit': named('channel-without-limit'),
        'several-levels': named('several-levels'),
      },
      broken,
    },
  };
}

const codeOf = (item: unknown): string | null =>
  typeof item === 'object' && item !== null && 'code' in item && typeof item.code === 'string'
    ? item.code.slice(0, 64)
    : null;
