import { importExternalList, listsKnown, versionsOf, type ExternalList } from '#oversight';
import { recorded } from '../test/recorded.js';

/** The newest day of which a list can tell. */
const TODAY = '2026-10-31';
const codes = Array.from({ length: 12_000 }, (_, at) => `A-${at}`);
const file: Omit<ExternalList, 'version'> = {
  ...{ listId: 'old', source: 'sổ cũ', listedOn: '2026-10-31', digest: 'one', codes },
};
const logged = (events: ReturnType<typeof importExternalList>) =>
  events.map((event, at) => recorded('external-list-old', at, event));
const first = logged(importExternalList([], file, TODAY));
const again = (held: typeof first, change: Partial<typeof file> = {}) =>
  importExternalList(versionsOf(held, 'old'), { ...file, ...change }, TODAY);

describe('importing a list of another register (danh sách đối chiếu)', () => {
  it('is cut into bounded parts that hold every code in its order', () => {
    expect(first.map(({ data }) => data.codes.length)).toEqual([5_000, 5_000, 2_000]); // 12,000 = 2 · 5,000 + 2,000
    expect(listsKnown(first, TODAY)).toEqual([{ ...file, version: 1 }]);
  });

  it('cuts long codes sooner, so that a part fits one append', () => {
    const long = codes.slice(0, 2_000).map((code) => code.padEnd(200, 'ế'));
    const sizes = again([], { codes: long }).map(({ data }) => data.codes.length);
    expect(sizes).toEqual([750, 750, 500]); // 150,000 / 200
  });

  it('adds nothing for the same file, and a version for a changed one', () => {
    expect(again(first)).toEqual([]);
    const changed = again(first, { digest: 'two', codes: ['B'] });
    expect(changed.map(({ data }) => [data.version, data.codes])).toEqual([[2, ['B']]]);
    expect(listsKnown([...first, ...logged(changed)], TODAY)).toEqual([
      { ...file, version: 2, digest: 'two', codes: ['B'] },
    ]);
  });

  it('is the newest of its day, whenever it was imported', () => {
    const october = logged(again(first, { digest: 'two', codes: ['B'], listedOn: '2026-10-15' }));
    const both = [...first, ...october];
    expect(listsKnown(both, TODAY)).toMatchObject([{ version: 1, listedOn: '2026-10-31' }]);
    expect(listsKnown(both, '2026-10-30')).toMatchObject([{ version: 2, listedOn: '2026-10-15' }]);
    expect(listsKnown(both, '2026-10-14')).toEqual([]);
  });

  it('tells of no day that has not come', () => {
    expect(() => again([], { listedOn: '2026-11-01' })).toThrow('future-effective-time');
  });

  it('is the next version when another column of the same file is taken', () => {
    for (const other of [codes.toReversed(), codes.slice(0, 5_000), [...codes, ...codes]])
      expect(again(first, { codes: other }).map(({ data }) => data.version)).toContain(2);
    const onePart = logged(again([], { codes: codes.slice(0, 5_000) }));
    expect(again(onePart).map(({ data }) => data.version)).toEqual([2, 2, 2]);
    const oneFewer = again(first.slice(0, 1), { codes: codes.slice(1) });
    expect(oneFewer.map(({ data }) => [data.version, data.part])).toEqual([
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
  });

  it('is unknown while half written, and goes on where it stopped', () => {
    const half = first.slice(0, 2);
    expect(listsKnown(half, TODAY)).toEqual([]);
    const rest = again(half);
    expect(rest.map(({ data }) => data.part)).toEqual([3]);
    expect(listsKnown([...half, ...logged(rest)], TODAY)).toEqual([{ ...file, version: 1 }]);
  });

  it('keeps the whole version before one that is half written', () => {
    const next = logged(again(first, { digest: 'two', codes: codes.map((code) => `${code}x`) }));
    expect(listsKnown([...first, ...next.slice(0, 1)], TODAY)).toEqual([{ ...file, version: 1 }]);
  });

  it.each([
    ['no code', { codes: [] }],
    ['an empty code', { codes: [''] }],
    ['a code that cannot be printed', { codes: ['a\u0007'] }],
    ['no source', { source: ' ' }],
    ['a day that is none', { listedOn: '2026-02-30' }],
    ['too many', { codes: Array.from({ length: 1_000_001 }, () => 'a') }],
  ])('refuses %s', (_what, change) =>
    expect(() => again([], change)).toThrow(expect.objectContaining({ code: 'invalid-input' })),
  );
});
