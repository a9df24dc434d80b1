import { CatalogueView, type CatalogueEvent } from '#catalogue';
import type { Recorded } from '#kernel';
import type { WorkingCalendar } from '#working-time';

const META: Recorded['meta'] = {
  ...{ commandId: 'import', commandDigest: '', correlationId: 'import', causationId: null },
  ...{ recordedAt: '2026-07-01T00:00:00.000Z', effectiveAt: '2026-07-01T00:00:00.000Z' },
  actor: { id: 'import', role: 'administrator', agency: null },
};

const days = (named: Readonly<Record<string, string>>) => Object.entries(named).map(([on, name]) => ({ on, name }));

/** A catalogue that knows these calendars, published in this order, and what other events say. */
export function catalogueOf(
  calendars: readonly WorkingCalendar[],
  ...others: readonly CatalogueEvent[]
): CatalogueView {
  const view = new CatalogueView();
  const published = calendars.map(({ id, version, workingHours, years }): CatalogueEvent => {
    const hours = workingHours.map(([from, to]) => ({ from, to }));
    const each = years.map(({ year, status, off, worked }) => ({
      ...{ year, status: status === 'official' ? ('official' as const) : ('provisional' as const) },
      ...{ off: days(off), worked: days(worked) },
    }));
    return { type: 'CalendarPublished', v: 1, data: { id, version, workingHours: hours, years: each } };
  });
  for (const [at, event] of [...published, ...others].entries())
    view.apply({ ...event, id: '', stream: `calendar-${at}`, revision: 0, position: '', meta: META });
  return view;
}
