import type { Instant } from '#kernel';
import type { DossierRequest } from '#handling';
import type { WorkingCalendar } from '#working-time';
import { dutiesOf } from './duties-of.js';
import { dutyId, type Duty, type NoticeLevel } from './duty.js';
import type { DutyFacts } from './facts.fold.js';
import { dutyFailures } from './duty-names.js';
import { forecastOf } from './forecast.js';

/** Somebody is to be told of a duty: its holder, or who stands above them when it failed. */
export interface Notice {
  readonly duty: Duty;
  readonly level: NoticeLevel | 'escalated';
  readonly to: { readonly role: string; readonly agency: string };
}

const openDuties = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  dutiesOf(facts, calendar).filter(({ ended }) => ended === null);

/**
 * What the engine itself owes by now on a dossier that stands so; nothing where it was done already, so that late and twice
 * do no harm.
 */
export function owedBy(facts: DutyFacts, calendar: WorkingCalendar, now: Instant): readonly DossierRequest[] {
  const forecast = forecastOf(facts, calendar);
  const late: readonly DossierRequest[] =
    forecast !== null && forecast.at <= now
      ? [{ type: 'ForecastLateness', data: { by: 'rule', reason: forecast.reason, days: forecast.days } }]
      : [];
  const passed = openDuties(facts, calendar).filter(({ dueAt }) => dueAt < now);
  return [...late, ...passed.flatMap((duty) => consequenceOf(duty, facts))];
}

/** Who is to have been told by now. Of several levels that have passed only the last is told. */
export const noticesBy = (facts: DutyFacts, calendar: WorkingCalendar, now: Instant): readonly Notice[] =>
  openDuties(facts, calendar).flatMap((duty): readonly Notice[] => {
    const passed = duty.notices.filter(({ at }) => at <= now).at(-1);
    const above = headOf(duty, facts);
    return [
      ...(passed === undefined ? [] : [{ duty, level: passed.level, to: duty.holder }]),
      ...(above === null ? [] : [{ duty, level: 'escalated' as const, to: above }]),
    ];
  });

/** Who was told that a duty failed: the agency's head; of an opinion the head of the one-stop office (Article 19.4.c). */
function headOf(duty: Duty, { escalated, asked, received: file }: DutyFacts): Notice['to'] | null {
  if (duty.kind === 'opinion')
    return file === null || asked[duty.no - 1]?.overdueNotifiedAt === null
      ? null
      : { role: 'unit-head', agency: file.centre };
  return escalated.includes(dutyId(duty)) ? { role: 'leader', agency: duty.holder.agency } : null;
}

/** What the engine does about a duty whose due instant has passed. */
function consequenceOf(duty: Duty, { escalated, asked }: DutyFacts): readonly DossierRequest[] {
  const id = dutyId(duty);
  switch (duty.consequence) {
    case 'escalate':
      if (escalated.includes(id)) return [];
      return [
        { type: 'EscalateToHead', data: { duty: id, agency: duty.holder.agency, reason: dutyFailures[duty.kind] } },
      ];
    case 'close':
      return [{ type: 'CloseUnsupplemented', data: { reason: dutyFailures[duty.kind] } }];
    case 'go-on-without':
      if (asked[duty.no - 1]?.overdueNotifiedAt !== null) return [];
      return [{ type: 'NotifyOpinionOverdue', data: { opinion: duty.no } }];
    case 'forecast':
    case 'lapse':
      return [];
  }
}

/** A calendar published later: what is counted on an earlier one is counted anew, openly. */
export const RESTATEMENT: readonly DossierRequest[] = [{ type: 'RestateDueDate', data: {} }];

/** Every instant at which something may be owed: when to look again. Sorted, each once. */
export function wakesOf(facts: DutyFacts, calendar: WorkingCalendar): readonly Instant[] {
  const wakes = new Set<Instant>();
  for (const { ended, notices, dueAt, consequence } of dutiesOf(facts, calendar)) {
    if (ended !== null) continue;
    for (const { at } of notices) wakes.add(at);
    if (consequence !== 'lapse' && consequence !== 'forecast') wakes.add(justAfter(dueAt));
  }
  const forecast = forecastOf(facts, calendar);
  if (forecast !== null) wakes.add(forecast.at);
  return [...wakes].sort();
}

/** A duty is kept until its due instant, to the millisecond. */
const justAfter = (at: Instant): Instant => new Date(Date.parse(at) + 1).toISOString();
