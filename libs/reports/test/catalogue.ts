import { CatalogueView, publishCalendar, type CatalogueEvent } from '#catalogue';
import type { Recorded } from '#kernel';
import type { WorkingCalendar } from '#working-time';

const META: Recorded['meta'] = {
  ...{ commandId: 'import', commandDigest: '', correlationId: 'import', causationId: null },
  ...{ recordedAt: '2026-07-01T00:00:00.000Z', effectiveAt: '2026-07-01T00:00:00.000Z' },
  actor: { id: 'import', role: 'administrator', agency: null },
};

const days = (named: Readonly<Record<string, string>>) => Object.entries(named).map(([on, name]) => ({ on, name }));

/** The calendar as it is published. */
export const asPublished = ({ id, workingHours, years }: WorkingCalendar): Parameters<typeof publishCalendar>[1] => ({
  ...{ id, workingHours: workingHours.map(([from, to]) => ({ from, to })) },
  years: years.map(({ year, status, off, worked }) => ({
    ...{ year, status: status === 'official' ? 'official' : 'provisional' },
    ...{ off: days(off), worked: days(worked) },
  })),
});

/** A catalogue that knows these calendars, published in this order, and what other events say. */
export function catalogueOf(
  calendars: readonly WorkingCalendar[],
  ...others: readonly CatalogueEvent[]
): CatalogueView {
  const view = new CatalogueView();
  const published = calendars.map((calendar): CatalogueEvent => ({
    ...{ type: 'CalendarPublished', v: 1, data: { ...asPublished(calendar), version: calendar.version } },
  }));
  for (const [at, event] of [...published, ...others].entries())
    view.apply({ ...event, id: '', stream: `calendar-${at}`, revision: 0, position: '', meta: META });
  return view;
}
