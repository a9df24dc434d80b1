import { Refusal } from '#kernel';
import { agencyNow, CatalogueView, endAgency, registerAgency, type Agency, type Ending } from '#catalogue';
import { publish, recorded } from '../test/folded.js';

const agency = (code: string, changes: Partial<Agency> = {}): Agency => ({
  ...{ code, name: code, level: 'commune', kind: 'peoples-committee', parent: null },
  ...{ validFrom: '2020-01-01', validTo: null, successors: [] },
  ...changes,
});

const viewOf = (...agencies: readonly Agency[]): CatalogueView => {
  const view = new CatalogueView();
  for (const one of agencies)
    for (const [at, event] of registerAgency(undefined, one).entries())
      view.apply(recorded(`agency-${one.code}`, at, event));
  return view;
};
const ended = (code: string, validTo: string, ...successors: readonly string[]) =>
  agency(code, { validTo, successors });

describe('who stands for an agency now (cơ quan hiện nay)', () => {
  it('is itself until its last day, then its successor, and the successor of that', () => {
    const view = viewOf(ended('A', '2025-06-30', 'B'), ended('B', '2026-03-31', 'C'), agency('C'));
    expect(agencyNow(view, 'A', '2025-06-30')).toEqual(['A']);
    expect(agencyNow(view, 'A', '2025-07-01')).toEqual(['B']);
    expect(agencyNow(view, 'A', '2026-04-01')).toEqual(['C']);
  });

  it('is one after a merger, several after a split, each once where their ways meet again', () => {
    const view = viewOf(
      ...[ended('A', '2025-06-30', 'M'), ended('B', '2025-06-30', 'M'), agency('M')],
      ...[ended('S', '2025-06-30', 'T', 'U', 'B'), agency('T'), ended('U', '2026-01-31', 'T', 'M')],
    );
    expect([agencyNow(view, 'A', '2026-02-01'), agencyNow(view, 'B', '2026-02-01')]).toEqual([['M'], ['M']]);
    expect(agencyNow(view, 'S', '2026-02-01')).toEqual(['T', 'M']);
  });

  it('is itself where nobody took over, where the ways go in a circle, and for a code that nobody has', () => {
    const view = viewOf(ended('A', '2025-06-30'), ended('X', '2025-06-30', 'Y'), ended('Y', '2025-06-30', 'X'));
    expect(['A', 'X', 'Z'].map((code) => agencyNow(view, code, '2026-01-01'))).toEqual([['A'], ['X'], ['Z']]);
  });
});

describe("an agency's end (chấm dứt hoạt động)", () => {
  const view = viewOf(
    ...[agency('A'), agency('B'), agency('C'), agency('late', { validFrom: '2027-01-01' })],
    ...[ended('gone', '2025-06-30', 'B'), ended('back', '2027-12-31', 'A')],
  );
  const end = (change: Partial<Ending> = {}) =>
    endAgency(view, { code: 'A', on: '2026-06-30', successors: ['B'], ...change });
  const refused = (change: Partial<Ending>) => {
    try {
      return end(change);
    } catch (error) {
      return error instanceof Refusal ? error.code : error;
    }
  };

  it('is published with its last day and its successors; again it adds nothing, and no other end follows', () => {
    expect(end().flatMap(({ events }) => events)).toEqual([
      { type: 'AgencyEnded', v: 1, data: { code: 'A', validTo: '2026-06-30', successors: ['B'] } },
    ]);
    const after = viewOf(agency('A'), agency('B'), agency('C'));
    publish(after, endAgency(after, { code: 'A', on: '2026-06-30', successors: ['B', 'C'] }));
    expect(after.isOpen('A', '2026-07-01')).toBe(false);
    expect(endAgency(after, { code: 'A', on: '2026-06-30', successors: ['B', 'C'] })).toEqual([]);
    expect(() => endAgency(after, { code: 'A', on: '2026-06-30', successors: ['C'] })).toThrow('agency-closed');
  });

  it.each<[string, Partial<Ending>, string]>([
    ['an agency that nobody knows', { code: 'Z' }, 'unknown-agency'],
    ['a successor that nobody knows', { successors: ['B', 'Z'] }, 'unknown-agency'],
    ['a successor that has ended', { successors: ['gone'] }, 'agency-closed'],
    ['a successor that does not work yet', { successors: ['late'] }, 'agency-closed'],
    ['itself as successor', { successors: ['A'] }, 'same-agency'],
    ['a successor that it will succeed itself', { successors: ['back'] }, 'successors-in-a-circle'],
    ['no successor', { successors: [] }, 'invalid-input'],
    ['the same successor twice', { successors: ['B', 'B'] }, 'invalid-input'],
    ['a day that does not exist', { on: '2026-02-30' }, 'invalid-input'],
    ['a day before it began', { on: '2019-12-31' }, 'invalid-input'],
  ])('refuses %s', (_what, change, code) => {
    expect(refused(change)).toBe(code);
  });
});
