import { readFileSync } from 'node:fs';
import { recordInspection, type Inspection } from '#oversight';

const { data: held }: { readonly data: Inspection } = JSON.parse(
  readFileSync(new URL('../../../test/golden/oversight/InspectionRecorded.v1.json', import.meta.url), 'utf8'),
);
const agency = { name: '', level: 'province', kind: 'unit', parent: null, validFrom: '2020-01-01' } as const;
const at = {
  today: '2026-10-07',
  catalogue: {
    findAgency: (code: string) =>
      code.startsWith('H27') ? { ...agency, code, validTo: null, successors: [] } : undefined,
  },
};

describe('recording an inspection (ghi nhận kiểm tra)', () => {
  it('is one event, and the same again none', () => {
    expect(recordInspection(null, held, at)).toEqual([{ type: 'InspectionRecorded', v: 1, data: held }]);
    expect(recordInspection(held, { ...held }, at)).toEqual([]);
  });

  it.each([
    ['another of the same id', held, { method: 'on-paper' }, 'inspection-recorded-otherwise'],
    ['reversed days', null, { from: '2026-10-07', to: '2026-10-06' }, 'invalid-input'],
    ['a day that is none', null, { from: '2026-02-30' }, 'invalid-input'],
    ['what is still to come', null, { to: '2026-10-08' }, 'future-effective-time'],
    ['an unknown agency', null, { agency: 'X' }, 'unknown-agency'],
    ['an unknown inspector', null, { inspectedBy: 'X' }, 'unknown-agency'],
    ['a dossier named twice', null, { dossiers: ['a', 'a'] }, 'invalid-input'],
    ['no decision', null, { decision: ' ' }, 'invalid-input'],
    ['no id', null, { inspectionId: '1' }, 'invalid-input'],
  ] as const)('refuses %s', (_what, current, change, code) =>
    expect(() => recordInspection(current, { ...held, ...change }, at)).toThrow(expect.objectContaining({ code })),
  );
});
