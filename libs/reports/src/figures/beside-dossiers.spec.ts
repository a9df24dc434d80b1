import { importAgencies, importLocalProcedures, type CatalogueEvent, type Publication } from '#catalogue';
import { readFileSync } from 'node:fs';
import type { Inspection } from '#oversight';
import { publicCalendar } from '#testing';
import { catalogueOf } from '../../test/catalogue.js';
import { referenceCoordinated, referenceInspections } from '../reference/beside-dossiers.reference.js';
import { coordinatedFieldsFigure, inspectionsFigure, namedDigest } from './beside-dossiers.js';

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
    const held = [
      ...[inspection('b', 'replay', '2026-10-01'), inspection('a', 'on-paper', '2026-10-31')],
      ...[inspection('c', 'replay', '2026-09-30'), inspection('d', 'replay', '2026-11-01')],
    ];
    const { total, certificate } = inspectionsFigure(asked, held);
    const events = held.map((data) => ({ type: 'InspectionRecorded', v: 1, data }) as const);
    expect(certificate.digest).toBe(namedDigest(referenceInspections(events, { ...asked.period, on: '2026-10-31' })));
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
    const view = catalogueOf([publicCalendar], ...agencies, ...procedures);
    const { total, certificate } = coordinatedFieldsFigure(asked, view);
    const expected = referenceCoordinated(procedures, { on: '2026-10-31' });
    const linked = expected.filter(([, term]) => term === 'coordinated').length;
    expect(total.rates['coordinated']).toEqual({ numerator: linked, denominator: expected.length });
    expect(certificate.digest).toBe(namedDigest(expected));
    expect(linked).toBeGreaterThan(0);
    // A version that is still to come leaves the one in force where it was.
    const later = procedures.flatMap((event) =>
      event.type === 'LocalVersionPublished'
        ? [{ ...event, data: { ...event.data, version: 2, validFrom: '2026-11-01', field: 'Khác' } }]
        : [],
    );
    const both = catalogueOf([publicCalendar], ...agencies, ...procedures, ...later);
    expect(coordinatedFieldsFigure(asked, both).certificate.digest).toBe(namedDigest(expected));
    const encoded = procedures.map((event, at) =>
      event.type === 'LocalVersionPublished'
        ? { ...event, data: { ...event.data, field: event.data.field.normalize(at % 2 === 0 ? 'NFC' : 'NFD') } }
        : event,
    );
    const otherwise = catalogueOf([publicCalendar], ...agencies, ...encoded);
    expect(coordinatedFieldsFigure(asked, otherwise).certificate.digest).toBe(certificate.digest);
    expect(referenceCoordinated(encoded, { on: '2026-10-31' })).toEqual(expected);
    const november = { ...asked, evaluatedAt: '2026-11-30T16:59:59.999Z' };
    expect(coordinatedFieldsFigure(november, both).certificate.digest).toBe(
      namedDigest(referenceCoordinated([...procedures, ...later], { on: '2026-11-30' })),
    );
    const before = { ...asked, evaluatedAt: '2025-12-31T16:59:59.999Z' };
    expect(coordinatedFieldsFigure(before, view).total.rates['coordinated']).toBeNull();
  });
});
