import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from '@protobi/exceljs';
import type { DataSource } from 'typeorm';
import { PostgresEventStore } from '#event-store';
import { Refusal, type EventStore, type Recorded } from '#kernel';
import { openReadStore } from '#read-store';
import { freshDatabase, publicCalendar, StandingClock, type FreshDatabase } from '#testing';
import { importRegister, registerMapping, type ImportReport } from '#handling';
import { InterposedStore } from '../../test/interposed-store.js';

const DATA = new URL('../../data/', import.meta.url);
const REAL = new URL('municipal-receipt-log.csv', DATA).pathname;
const REAL_MAPPING = JSON.parse(readFileSync(new URL('municipal-receipt-log.mapping.json', DATA), 'utf8'));
const PATIENCE_MS = 120_000;

/** A small register of our own: one row an activity. */
const SMALL = {
  register: 'so-cu',
  columns: {
    ...{ case: 'Mã', startedAt: 'Nhận', promisedAt: 'Hẹn', endedAt: 'Xong', channel: 'Kênh', agency: 'Cơ quan' },
    ...{ activity: 'Việc', activityAt: 'Lúc', resource: 'Người' },
  },
  constants: { procedureName: 'Cấp phép' },
  values: { channel: [{ from: 'Tại quầy', to: 'counter' }] },
  dates: 'dd/MM/yyyy HH:mm',
};
const HEADER = 'Mã,Nhận,Hẹn,Xong,Kênh,Cơ quan,Việc,Lúc,Người';
const row = (
  id: string,
  changes: Partial<Record<'start' | 'due' | 'end' | 'what' | 'at' | 'channel', string>> = {},
) => {
  const { start = '02/03/2020 08:00', due = '09/03/2020 17:00', end = '', channel = 'Tại quầy' } = changes;
  return [id, start, due, end, channel, 'Phòng A', changes.what ?? 'Nhận', changes.at ?? '02/03/2020 08:05', 'An'].join(
    ',',
  );
};

/** The real store, which takes so many appends and no more. */
class FailingStore extends InterposedStore {
  constructor(
    real: EventStore,
    private left: number,
  ) {
    super(real);
  }

  override async append(...args: Parameters<EventStore['append']>) {
    this.left -= 1;
    if (this.left < 0) throw new Error('the power went');
    return super.append(...args);
  }
}

describe('importing an older register', () => {
  let database: FreshDatabase;
  let store: PostgresEventStore;
  let db: DataSource;
  let folder: string;
  let files = 0;
  const clock = new StandingClock('2026-11-20T02:00:00.000Z');

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'register-'));
    database = await freshDatabase();
    store = await PostgresEventStore.open(database.url);
    db = await openReadStore(database.url, { projections: [] });
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const written = (content: string | Uint8Array, name = `so-${(files += 1)}.csv`): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const imported = (file: string, mapping: unknown = SMALL, more: object = {}): Promise<ImportReport> =>
    importRegister(
      { store, db, clock, calendar: () => publicCalendar },
      { file, mapping: registerMapping(mapping), ...more },
    );
  const rows = (...lines: readonly string[]) => written([HEADER, ...lines, ''].join('\n'));
  const wholeLog = async (): Promise<readonly Recorded[]> => {
    const events: Recorded[] = [];
    const ending = new AbortController();
    for await (const batch of store.subscribe({ prefixes: ['dossier-'], signal: ending.signal })) {
      events.push(...batch.events);
      if (batch.caughtUp) break;
    }
    ending.abort();
    return events;
  };
  /** What was imported, whatever row it stood in and whenever it was written. */
  const told = async () =>
    (await wholeLog())
      .map(({ stream, type, data, meta: { effectiveAt } }) => {
        const { provenance: _, ...said } = data as { readonly provenance: unknown };
        return JSON.stringify([stream, type, said, effectiveAt]);
      })
      .sort();
  const refusedAs = ({ refused }: ImportReport) => refused.map(({ case: id, why, row: at }) => [id, why, at]);

  /** The file by plain splitting, for it has no quotes. */
  const [header = '', ...lines] = readFileSync(REAL, 'utf8').trim().split(/\r?\n/);
  const columnAt = (name: string) => header.split(',').indexOf(name);
  const cell = (line: string, name: string): string => line.split(',')[columnAt(name)] ?? '';

  it(
    'takes every case of the real one but those that end before they start, and tells of every row',
    async () => {
      const report = await imported(REAL, REAL_MAPPING);
      const cases = new Map<string, string[]>();
      for (const line of lines) {
        const id = cell(line, 'case:concept:name');
        cases.set(id, [...(cases.get(id) ?? []), line]);
      }
      const at = (line: string, name: string) => Date.parse(cell(line, name).replace(' ', 'T'));
      const impossible = [...cases].filter(([, [line = '']]) => at(line, 'case:enddate') < at(line, 'case:startdate'));
      const possible = [...cases].filter(([, [line = '']]) => !(at(line, 'case:enddate') < at(line, 'case:startdate')));
      expect(cases.size).toBe(1_434); // as its publisher counts them
      expect(refusedAs(report).map(([id, why]) => [id, why])).toEqual(
        impossible.map(([id]) => [id, 'ends-before-start']),
      );
      expect([report.rows, report.cases, report.taken]).toEqual([lines.length, cases.size, possible.length]);
      const early = possible.filter(([, own]) =>
        own.some((line) => at(line, 'time:timestamp') < at(line, 'case:startdate')),
      );
      const after = possible.filter(([, own]) =>
        own.some((line) => at(line, 'time:timestamp') > at(line, 'case:enddate')),
      );
      expect(report.activitiesBeforeStart.map((one) => one.case).sort()).toEqual(early.map(([id]) => id).sort());
      expect(report.activitiesAfterEnd.map((one) => one.case).sort()).toEqual(after.map(([id]) => id).sort());
      const promised = possible.filter(
        ([, [line = '']]) => at(line, 'case:enddate_planned') < at(line, 'case:startdate'),
      );
      expect(report.promisedBeforeStart.map((one) => one.case).sort()).toEqual(promised.map(([id]) => id).sort());
      const events = await wholeLog();
      const dossiers = events.flatMap((event) => (event.type === 'DossierImported' ? [event.data] : []));
      expect(dossiers).toHaveLength(possible.length);
      expect(events.length - dossiers.length).toBe(possible.reduce((sum, [, own]) => sum + own.length, 0));
      expect(events).toHaveLength(report.events);
      const instant = (text: string) =>
        text === '' ? null : new Date(Date.parse(text.replace(' ', 'T'))).toISOString();
      const expected = possible.map(([id, [line = '']]) => [
        id,
        ...['case:startdate', 'case:enddate_planned', 'case:enddate'].map((name) => instant(cell(line, name))),
      ]);
      const got = dossiers.map((data) => {
        const { externalId, startedAt, promisedAt, endedAt } = data as Record<string, string | null>;
        return [externalId, startedAt, promisedAt, endedAt];
      });
      expect(got.sort()).toEqual(expected.sort());
    },
    PATIENCE_MS,
  );

  it(
    'gives the same dossiers from rows in another order, and nothing new the second time',
    async () => {
      const some = lines.slice(0, 1_200);
      await imported(written([header, ...some].join('\n')), REAL_MAPPING);
      const first = await told();
      const shuffled = some.toSorted((a, b) =>
        a.split('').reverse().join('') < b.split('').reverse().join('') ? -1 : 1,
      );
      const again = await imported(written([header, ...shuffled].join('\r\n')), REAL_MAPPING);
      expect([again.taken, again.extended, again.events]).toEqual([0, 0, 0]);
      expect(again.known).toBeGreaterThan(100);
      expect(await told()).toEqual(first);
    },
    PATIENCE_MS,
  );

  it(
    'goes on where it was interrupted, and no case is there by half',
    async () => {
      const file = written([header, ...lines.slice(0, 1_200)].join('\n'));
      const parts = { store: new FailingStore(store, 40), db, clock, calendar: () => publicCalendar };
      const mapping = registerMapping(REAL_MAPPING);
      await expect(importRegister(parts, { file, mapping })).rejects.toThrow('the power went');
      const half = (await wholeLog()).filter(({ type }) => type === 'DossierImported').length;
      expect(half).toBe(40);
      const rest = await imported(file, REAL_MAPPING);
      expect(rest.known).toBe(half);
      const all = await told();
      expect(new Set(all).size).toBe(all.length);
    },
    PATIENCE_MS,
  );

  it('looks and writes nothing on a dry run', async () => {
    const report = await imported(rows(row('A'), row('B')), SMALL, { isDryRun: true });
    expect([report.taken, report.events, (await wholeLog()).length]).toEqual([2, 4, 0]);
  });

  it('takes what a later extract knows better, and refuses what contradicts the earlier one', async () => {
    await imported(rows(row('A'), row('B'), row('C')));
    const report = await imported(
      rows(
        ...[row('A', { end: '05/03/2020 09:00' }), row('B'), row('B', { what: 'Duyệt', at: '04/03/2020 10:00' })],
        row('C', { start: '01/03/2020 08:00' }),
      ),
    );
    expect([report.corrected.map((one) => one.case), report.extended]).toEqual([['A'], 1]);
    expect(refusedAs(report)).toEqual([['C', 'contradicts-what-was-imported', 5]]);
    expect(report.events).toBe(2);
  });

  it('is Vietnam’s clock where a date bears no offset', async () => {
    await imported(rows(row('A')));
    const [event] = await wholeLog();
    expect(event).toMatchObject({
      meta: { effectiveAt: '2020-03-02T01:00:00.000Z' }, // 02/03/2020 08:00 in Vietnam
      data: { channel: 'counter', promisedAt: '2020-03-09T10:00:00.000Z', provenance: { row: 2 } },
    });
  });

  it.each([
    ['a day that is none', row('A', { start: '30/02/2020 08:00' }), 'broken-date'],
    ['a year that no database has', row('A', { start: '01/01/0000 08:00' }), 'broken-date'],
    ['an hour that is none', row('A', { at: '02/03/2020 25:00' }), 'broken-date'],
    ['an end before its start', row('A', { end: '01/03/2020 08:00' }), 'ends-before-start'],
    ['a start that is still to come', row('A', { start: '02/03/2999 08:00' }), 'in-the-future'],
    ['no channel', row('A', { channel: '' }), 'empty'],
    ['more cells than columns', `${row('A')},x,y`, 'broken-row'],
    ['a text without end', row('A', { what: 'x'.repeat(2_000) }), 'too-long'],
    ['an end that is still to come', row('A', { end: '02/03/2999 08:00' }), 'in-the-future'],
    ['a line that was cut off', row('A').split(',').slice(0, 3).join(','), 'broken-row'],
    ['a character that nobody sees', row('A', { what: 'Nh\u0000n' }), 'control-character'],
  ])('refuses a case with %s whole, and takes the others', async (_what, line, why) => {
    const report = await imported(rows(row('B'), line));
    expect(refusedAs(report)).toEqual([['A', why, 3]]);
    expect([report.taken, (await wholeLog()).length]).toEqual([1, 2]);
  });

  it('takes a case that was promised before it started, and tells of it', async () => {
    const report = await imported(rows(row('B'), row('A', { due: '01/03/2020 17:00' })));
    expect(report.promisedBeforeStart).toEqual([{ case: 'A', rows: [3] }]);
    expect([report.taken, report.refused]).toEqual([2, []]);
  });

  it('refuses a code that stands for two dossiers, and names rows without one', async () => {
    const report = await imported(rows(row('A'), row('A', { start: '03/03/2020 08:00' }), row('')));
    expect(refusedAs(report)).toEqual([['A', 'contradicts-itself', 3]]);
    expect(report.rowsWithoutCase).toEqual([4]);
  });

  it('refuses ids that cannot be kept, row by row, and takes the others', async () => {
    const report = await imported(rows(row('A\u0000'), row('x'.repeat(3_000)), row('B')));
    expect(refusedAs(report).map(([, why, at]) => [why, at])).toEqual([
      ['control-character', 2],
      ['too-long', 3],
    ]);
    expect(report.taken).toBe(1);
  });

  it('refuses a case of more rows than any has, and takes those around it', async () => {
    const many = Array.from({ length: 2_001 }, (_, at) => row('B', { what: `Việc ${at}` }));
    const report = await imported(rows(row('A'), ...many, row('C')));
    expect(refusedAs(report)).toEqual([['B', 'too-many-rows', 3]]);
    expect([report.taken, (await wholeLog()).length]).toEqual([2, 4]);
  });

  it('names the line that is no UTF-8, wherever the file was cut for reading', async () => {
    const long = Array.from({ length: 3_000 }, (_, at) => row(`Hồ sơ ${at}`));
    const broken = Buffer.concat([Buffer.from([HEADER, ...long, ''].join('\n')), Buffer.from([0x41, 0xe0, 0x2c])]);
    await expect(imported(written(broken))).rejects.toMatchObject({ facts: { why: 'not UTF-8', line: 3_002 } });
    const first = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${HEADER}\n`, 'utf16le')]);
    await expect(imported(written(first))).rejects.toMatchObject({ facts: { why: 'not UTF-8', line: 1 } });
  });

  it('makes no difference between files with a mark of UTF-8 and without, or of either form of letters', async () => {
    await imported(written(`\uFEFF${[HEADER, row('Hồ sơ 1'), ''].join('\r\n')}`));
    const report = await imported(rows(row('Hồ sơ 1'.normalize('NFD'))));
    expect([report.known, report.events]).toEqual([1, 0]);
  });

  it('two imports at once come to the same as one', async () => {
    const file = rows(...Array.from({ length: 30 }, (_, at) => row(`C${at}`)));
    const [one, other] = await Promise.all([imported(file), imported(file)]);
    expect([one.taken + one.known, other.taken + other.known]).toEqual([30, 30]);
    expect(await wholeLog()).toHaveLength(60);
  });

  it.each([
    ['is empty', ''],
    ['lacks a column', 'Mã,Nhận\nA,02/03/2020 08:00\n'],
    ['has a column twice', `${HEADER},Mã\n${row('A')},A\n`],
    ['is not UTF-8', Buffer.from([0xff, 0xfe, 0x4d, 0x00])],
    ['breaks off in a quote', `${HEADER}\n"A,02/03/2020 08:00\n`],
  ])('writes nothing of a file that %s', async (_what, content) => {
    await expect(imported(written(content))).rejects.toThrow(Refusal);
    expect(await wholeLog()).toEqual([]);
  });

  it('reads a workbook as it reads the same rows as text, formulas as what they came to', async () => {
    const lines = [
      row('A'),
      row('A', { what: 'Duyệt', at: '04/03/2020 10:00' }),
      row('B', { end: '05/03/2020 09:00' }),
    ];
    await imported(rows(...lines));
    const asText = await told();
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Sổ');
    sheet.addRow(HEADER.split(','));
    for (const line of lines) sheet.addRow(line.split(','));
    sheet.getCell('B2').value = new Date('2020-03-02T08:00:00Z'); // 08:00 on the clock
    sheet.getCell('B2').numFmt = 'dd/mm/yyyy hh:mm';
    sheet.getCell('A2').value = { formula: '"A"', result: 'A' };
    const file = join(folder, 'so.xlsx');
    await book.xlsx.writeFile(file);
    const report = await imported(file);
    expect([report.known, report.events]).toEqual([2, 0]);
    expect(await told()).toEqual(asText);
  });

  it.each([
    ['an unknown key', { ...SMALL, colums: {} }],
    ['no start', { ...SMALL, columns: { ...SMALL.columns, startedAt: undefined } }],
    ['an activity without its time', { ...SMALL, columns: { ...SMALL.columns, activityAt: undefined } }],
    ['dates nobody writes', { ...SMALL, dates: 'yyyy' }],
  ])('refuses a mapping with %s', (_what, mapping) => {
    expect(() => registerMapping(JSON.parse(JSON.stringify(mapping)))).toThrow(Refusal);
  });
});
