import { importAgencies, importLocalProcedures, type CatalogueEvent, type Publication } from '#catalogue';
import { readFileSync } from 'node:fs';
import type { Inspection } from '#oversight';
import { publicCalendar } from '#testing';
import { catalogueOf } from '../../test/catalogue.js';
import { coordinatedFieldsFigure, inspectionsFigure } from './beside-dossiers.js';

const asked = {
  period: { from: '2026-10-01', to: '2026-10-31' },
  evaluatedAt: '2026-10-31T16:59:59.999Z',
  asOf: null,
};
const inspection = (inspectionId: string, method: Inspection['method'], to: string): Inspection => ({
  ...{ inspectionId, inspectedBy: 'Thanh tra tỉnh', agency: 'H27.118', from: '2026-09-01', to, method },
  ...{ decision: 'QĐ-1', dossiers: [], outcome: 'no-violation' },
});

describe('figures of what stands beside the dossiers', () => {
  it('counts an inspection in the period in which it ended', () => {
    const { total, certificate } = inspectionsFigure(asked, [
      ...[inspection('a', 'replay', '2026-10-01'), inspection('b', 'on-paper', '2026-10-31')],
      ...[inspection('c', 'replay', '2026-09-30'), inspection('d', 'replay', '2026-11-01')],
    ]);
    expect(total.rates['replay']).toEqual({ numerator: 1, denominator: 2 });
    expect(certificate.dossiers).toBe(2);
    expect(inspectionsFigure(asked, []).total.rates['replay']).toBeNull();
  });

  it('counts a field once, as coordinated when any procedure of it has legs', () => {
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(new URL(`../../../catalogue/data/${name}`, import.meta.url), 'utf8'));
    const eventsOf = (publications: readonly Publication[]): readonly CatalogueEvent[] =>
      publications.flatMap(({ events }) => events);
    const agencies = eventsOf(importAgencies(read('agencies.demo.json'), catalogueOf([publicCalendar])));
    const procedures = eventsOf(
      importLocalProcedures(read('procedures.demo.json'), catalogueOf([publicCalendar], ...agencies), {
        validFrom: '2026-01-01',
      }),
    );
    const linked = new Set<string>();
    const all = new Set<string>();
    const withLegs = new Set(
      procedures.flatMap((event) =>
        event.type === 'WorkflowPublished' && event.data.legs.length > 0 ? [event.data.id] : [],
      ),
    );
    for (const event of procedures)
      if (event.type === 'LocalVersionPublished') {
        all.add(event.data.field);
        if (event.data.isGroup || withLegs.has(event.data.workflow.id)) linked.add(event.data.field);
      }
    const view = catalogueOf([publicCalendar], ...agencies, ...procedures);
    const { rates } = coordinatedFieldsFigure(asked, view).total;
    expect(rates['coordinated']).toEqual({ numerator: linked.size, denominator: all.size });
    expect(linked.size).toBeGreaterThan(0);
    const before = { ...asked, evaluatedAt: '2025-12-31T16:59:59.999Z' };
    expect(coordinatedFieldsFigure(before, view).total.rates['coordinated']).toBeNull();
  });
});
