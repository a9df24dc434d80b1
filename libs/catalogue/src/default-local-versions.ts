import type { Day } from '#kernel';
import type { LocalVersion, NationalProcedure, Workflow } from './catalogue.events.js';
import type { CatalogueView } from './catalogue-view.js';
import { deciderOf, type DeciderDoubt } from './decider-kind.js';
import { DEFAULT_WORKFLOW } from './default-workflow.js';
import { fieldNamed } from './field-name.js';
import { namesGroup } from './group-name.js';
import { limitInWords, statedLimits } from './limit-text.js';
import { classesOf, hasSeveralCases } from './national-record.js';
import { publication, type Publication } from './publication.js';
import { publishLocalVersion } from './publishing.js';

/** Why a procedure gets no local version by default. */
export type Doubt =
  | DeciderDoubt
  | 'limit-missing'
  | 'limit-contradictory'
  | 'channel-without-limit'
  | 'no-such-agency'
  | 'workflow-missing';

/** Which procedures to publish, from which day. */
export interface DefaultsFor {
  readonly field?: string;
  readonly level?: 'province' | 'commune';
  readonly validFrom: Day;
}

/**
 * Publishes local versions with defaults where the national record leaves no doubt, and lists the rest with all reasons.
 * Defaults: statutory limits as printed, no local one; workflow `default`; RESET; online level `part` where the record
 * has the online channel, for it never says whether the whole can be done online. Procedures that have a local version
 * keep it.
 */
export function defaultLocalVersions(
  view: CatalogueView,
  wanted: DefaultsFor,
): {
  readonly publications: readonly Publication[];
  readonly forAPerson: readonly { readonly code: string; readonly doubts: readonly Doubt[] }[];
} {
  const publications: Publication[] = [];
  const forAPerson: { code: string; doubts: readonly Doubt[] }[] = [];
  for (const { code, national, local } of view.allProcedures()) {
    if (national === undefined || local !== undefined || !isWanted(national, wanted)) continue;
    const made = defaultVersion(view, national, wanted.validFrom);
    if ('doubts' in made) forAPerson.push({ code, doubts: made.doubts });
    else
      publications.push(
        ...publication(view, `procedure-${code}`, publishLocalVersion(undefined, made.version, made.workflow)),
      );
  }
  return { publications, forAPerson };
}

const LEVEL_NAMES = { province: 'Cấp tỉnh', commune: 'Cấp xã' } as const;

const isWanted = (national: NationalProcedure, { field, level }: DefaultsFor): boolean =>
  (field === undefined || fieldNamed(national.field) === fieldNamed(field)) &&
  (level === undefined || national.level.split(', ').includes(LEVEL_NAMES[level]));

function defaultVersion(
  view: CatalogueView,
  national: NationalProcedure,
  validFrom: Day,
):
  | { readonly version: Omit<LocalVersion, 'version'>; readonly workflow: Workflow }
  | { readonly doubts: readonly Doubt[] } {
  const workflow = view.findWorkflow(DEFAULT_WORKFLOW.id);
  const decider = deciderOf(national);
  const doubts: Doubt[] = classesOf(national).filter(
    (name) => name === 'limit-missing' || name === 'limit-contradictory' || name === 'channel-without-limit',
  );
  if ('doubt' in decider) doubts.push(decider.doubt);
  else if (view.agenciesOfKind(decider.kind, validFrom).length === 0) doubts.push('no-such-agency');
  if (workflow === undefined) doubts.push('workflow-missing');
  if (doubts.length > 0 || 'doubt' in decider || workflow === undefined) return { doubts };
  return {
    workflow,
    version: {
      code: national.code,
      name: national.name.trim(),
      field: national.field,
      isGroup: namesGroup(national.name),
      level: decider.level,
      deciderKind: decider.kind,
      onlineLevel: national.channels.includes('online') ? 'part' : 'none',
      workflow: { id: workflow.id, version: workflow.version },
      limits: casesOf(national),
      sameDay: false,
      supplementPolicy: 'RESET',
      validFrom,
    },
  };
}

/**
 * One limit per channel and case. Equal limits bear one case number on every channel, in printed order; a procedure with
 * one limit a channel has case 1 only. The label is the limit, and the words behind it where the text has them.
 */
export function casesOf(national: NationalProcedure): LocalVersion['limits'] {
  const several = hasSeveralCases(national);
  const order = [...new Set(national.limits.map(limitInWords))];
  const stated = statedLimits(national.limitText);
  const rows = new Map<string, LocalVersion['limits'][number]>();
  for (const { channel, amount, unit } of national.limits) {
    const limit = { amount, unit };
    const inWords = limitInWords(limit);
    const words = stated.find((each) => each.channel === channel && limitInWords(each.limit) === inWords)?.words ?? '';
    const label = several && words !== '' ? `${inWords}: ${words}` : inWords;
    const number = several ? order.indexOf(inWords) + 1 : 1;
    rows.set(`${channel} ${inWords}`, { channel, case: number, label, statutory: limit, local: null });
  }
  return [...rows.values()];
}
