import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from '@protobi/exceljs';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { DOSSIER_FIGURES } from '#reports';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';

const PATIENCE_MS = 120_000;
const PERIOD = ['--period', '2026-03-15/2026-04-14'];

describe('figures by the command line', () => {
  let database: PreparedDatabase;
  const cli = (...args: readonly string[]) => cliInThread(args, { env: database.env });
  const figure = (...args: readonly string[]) =>
    JSON.parse(cli('figure', 'on-time-rate', ...PERIOD, ...args, '--json').stdout);
  const recomputed = (...args: readonly string[]) => {
    const { status, stdout } = cli('recompute', 'on-time-rate', ...PERIOD, ...args, '--json');
    return { status, ...JSON.parse(stdout) };
  };
  const sql = async (text: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  };

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
    const window = ['--from', '2026-03-02', '--to', '2026-04-30'];
    expect(cli('simulate', '--dossiers', '120', '--seed', '7', ...window).status).toBe(0);
  }, PATIENCE_MS);
  afterAll(() => database.drop());

  it(
    'are exact fractions with their certificate, which the log alone gives again',
    () => {
      const { certificate, total, groups } = figure('--by', 'agency');
      const finishedOf = ({ terms }: typeof total) =>
        terms['strict-early'] + terms['strict-on-time'] + terms['strict-late'];
      const rate = total.rates.strict;
      expect(rate).toEqual({
        numerator: finishedOf(total) - total.terms['strict-late'],
        denominator: finishedOf(total),
      });
      expect(rate.denominator).toBeGreaterThan(20);
      const finished: readonly number[] = groups.map(finishedOf);
      expect(finished.reduce((sum, one) => sum + one, 0)).toBe(rate.denominator);
      const again = recomputed();
      expect([again.status, again.agrees, again.digests.log]).toEqual([0, true, certificate.digest]);
      const text = cli('figure', 'on-time-rate', ...PERIOD).stdout;
      expect(text).toContain(`${rate.numerator}/${rate.denominator} (`);
      expect(text).toContain(certificate.digest);
    },
    PATIENCE_MS,
  );

  it(
    'are those of any past: of a position and of an instant',
    async () => {
      const [{ instant }] = await sql(
        `select meta ->> 'recordedAt' as instant from event_store.events
         where type = 'ResultReady' and meta ->> 'recordedAt' < '2026-04-01' order by position desc limit 1`,
      );
      const then = figure('--as-of', instant);
      expect(then.certificate.dossiers).toBeLessThan(figure().certificate.dossiers);
      expect(figure('--as-of', then.certificate.asOf)).toEqual(then);
      expect(recomputed('--as-of', instant)).toMatchObject({ status: 0, agrees: true });
      expect(figure('--as-of', '2020-01-01T00:00:00Z').total.rates.strict).toBeNull();
      const earlier = ['--at', '2026-04-01T12:00:00+07:00'];
      const looked = figure(...earlier);
      expect(looked.certificate.evaluatedAt).toBe('2026-04-01T05:00:00.000Z');
      expect(looked.certificate.dossiers).toBeLessThan(figure().certificate.dossiers);
      expect(recomputed(...earlier)).toMatchObject({ agrees: true, digests: { log: looked.certificate.digest } });
      for (const wrong of ['2999-01-01T00:00:00Z', '2026-04-01', '2026-04-01T12:00:00'])
        expect(cli('figure', 'on-time-rate', ...PERIOD, '--at', wrong).stderr).toContain('invalid-input');
    },
    PATIENCE_MS,
  );

  it.each(DOSSIER_FIGURES.map(({ name }) => [name]))(
    '%s is given again by the log alone',
    (name) => {
      const { status, stdout } = cli('recompute', name, ...PERIOD, '--json');
      const { agrees, differing } = JSON.parse(stdout);
      expect([status, agrees, differing]).toEqual([0, true, []]);
    },
    PATIENCE_MS,
  );

  it(
    'stand beside the goals of provinces, with what may still be late',
    () => {
      const rows: readonly {
        readonly goal: { readonly figure: string };
        readonly reached: object;
        readonly state: string;
      }[] = JSON.parse(cli('goals', ...PERIOD, '--json').stdout);
      const onTime = rows.find(({ goal }) => goal.figure === 'on-time-rate');
      expect(onTime?.reached).toEqual(figure().total.rates.strict);
      expect(onTime?.state).toBe('missed'); // a tenth of the simulated dossiers are late, and 15 of 1000 may be
      expect(cli('figure', 'on-time-rate', ...PERIOD, '--by', 'agency').stdout).toMatch(
        /\nH27\.101 +\d+\/\d+ .* UBND Phường Thành Sen\n/,
      );
      expect(rows.every(({ state }) => ['met', 'at-risk', 'missed', 'no-dossiers'].includes(state))).toBe(true);
      const text = cli('goals', ...PERIOD, '--province', 'ha-tinh').stdout;
      expect([text, text.includes('Lai Châu')]).toEqual([expect.stringContaining('≥ 985/1000'), false]);
      expect(cli('goals', ...PERIOD, '--province', 'X').stderr).toContain('invalid-input');
    },
    PATIENCE_MS,
  );

  it(
    'beside the dossiers are told from what else the log holds, which alone gives them again',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'dung-hen-beside-'));
      const file = (name: string, content: string) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const [{ code }] = await sql(
        `select data ->> 'code' as code from event_store.events where type = 'DossierReceived' order by position limit 1`,
      );
      const list = ['import-list', file('list.csv', `Mã\n${code}\nkhông có\n`), '--column', 'Mã', '--source', 'sổ cũ'];
      expect(cli(...list, '--date', '2026-03-01').status).toBe(0);
      const inspection = {
        ...{ inspectionId: randomUUID(), inspectedBy: 'H27', agency: 'H27.118', from: '2026-03-16', to: '2026-03-17' },
        ...{ method: 'replay', decision: '12/QĐ-TTr', dossiers: [], outcome: 'no-violation' },
      };
      const held = file('inspection.json', JSON.stringify(inspection));
      expect(cli('inspection', 'record', '--file', held).status).toBe(0);
      rmSync(folder, { recursive: true });
      for (const [name, terms] of [
        ['coordinated-fields', { coordinated: expect.any(Number), alone: expect.any(Number) }],
        ['inspections-by-replay', { replay: 1, 'on-paper': 0 }],
        ['on-the-software', { found: 1, missing: 1 }],
      ] as const) {
        const told = JSON.parse(cli('figure', name, ...PERIOD, '--json').stdout);
        expect([name, told.total.terms]).toEqual([name, terms]);
        const again = JSON.parse(cli('recompute', name, ...PERIOD, '--json').stdout);
        expect(again).toMatchObject({ agrees: true, differing: [], digests: { log: told.certificate.digest } });
        const then = ['--as-of', told.certificate.asOf];
        expect(JSON.parse(cli('figure', name, ...PERIOD, ...then, '--json').stdout)).toEqual(told);
        expect(JSON.parse(cli('recompute', name, ...PERIOD, '--as-of', '0', '--json').stdout)).toMatchObject({
          ...{ agrees: true, events: 0 },
        });
      }
      expect(cli('recompute', 'on-the-software', ...PERIOD, '--agency', 'H27').stderr).toContain('invalid-input');
      for (const [asked, terms] of [
        [[...PERIOD, '--at', '2026-03-01T12:00:00+07:00'], { found: 0, missing: 2 }], // before it was received
        [['--period', '2026-02'], { found: 0, missing: 0 }], // before there was a list
      ] as const)
        expect(JSON.parse(cli('recompute', 'on-the-software', ...asked, '--json').stdout)).toMatchObject({
          ...{ agrees: true, total: { terms } },
        });
      await sql(
        `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
         values ('outcomes', 'live', 'dossier-aside', 0, '0', 'Unknown', 1, 'unknown')`,
      );
      const { certificate, total } = JSON.parse(cli('figure', 'on-the-software', ...PERIOD, '--json').stdout);
      await sql(`delete from read.quarantine where stream = 'dossier-aside'`);
      expect([certificate.quarantined, total.ranges.found]).toEqual([
        ...[1, { lowest: { numerator: 1, denominator: 2 }, highest: { numerator: 2, denominator: 2 } }],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'name their dossiers, and count by agency with what is below it',
    () => {
      const listed = cli('figure', 'on-time-rate', ...PERIOD, '--dossiers')
        .stdout.trim()
        .split('\n');
      const { certificate, links } = figure();
      expect(listed).toHaveLength(certificate.dossiers);
      expect(
        cli(...links.dossiers.split(' '))
          .stdout.trim()
          .split('\n'),
      ).toEqual(listed);
      const byField = figure('--by', 'field');
      for (const { key, terms } of byField.groups) {
        const listedOf = cli(...byField.links.dossiers.split(' '), '--group', key, '--json')
          .stdout.trim()
          .split('\n');
        const late = listedOf.map((line) => JSON.parse(line).terms['strict-late'] ?? 0);
        expect([key, late.reduce((sum, one) => sum + one, 0)]).toEqual([key, terms['strict-late']]);
      }
      expect(byField.groups.length).toBeGreaterThan(1);
      const { groups } = figure('--by', 'agency', '--subtrees');
      const ofAgency = new Map<string, object>(
        groups.map(({ key, rates }: { key: string; rates: object }) => [key, rates]),
      );
      expect([...ofAgency.keys()]).toContain('H27');
      for (const agency of [...ofAgency.keys()].slice(0, 2))
        expect(figure('--agency', agency).total.rates).toEqual(ofAgency.get(agency));
      expect(cli('figure', 'on-time-rate', ...PERIOD, '--agency', 'X99').stderr).toContain('unknown-agency');
    },
    PATIENCE_MS,
  );

  it(
    'and their dossiers go to a file, whole',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'dung-hen-list-'));
      const [list, csv] = [join(folder, 'list.xlsx'), join(folder, 'list.csv')];
      const listed = cli('figure', 'on-time-rate', ...PERIOD, '--dossiers')
        .stdout.trim()
        .split('\n')
        .map((line) => line.split('  ').slice(0, 2));
      for (const file of [list, csv])
        expect(cli('figure', 'on-time-rate', ...PERIOD, '--dossiers', '--out', file).stderr).toBe('');
      const [header, ...lines]: string[][] = parse(readFileSync(csv), { bom: true });
      expect(lines.map((cells) => cells.slice(0, 2))).toEqual(listed);
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(list);
      const values = [header ?? [], ...lines].map((cells, row) =>
        cells.map((_, at) => String(book.worksheets[0]?.getCell(row + 1, at + 1).value)),
      );
      expect(values).toEqual([header, ...lines]);
      expect(cli('figure', 'on-time-rate', ...PERIOD, '--out', list).stderr).toContain('invalid-input');
      expect(readdirSync(folder).toSorted()).toEqual(['list.csv', 'list.xlsx']);
      rmSync(folder, { recursive: true });
    },
    PATIENCE_MS,
  );

  it(
    'say of one dossier what it is in them, and why',
    async () => {
      const [{ code }] = await sql(
        `select data ->> 'code' as code from event_store.events where type = 'DossierReceived' order by position limit 1`,
      );
      const explained = cli('figure', 'on-time-rate', ...PERIOD, '--explain', code);
      expect([explained.status, explained.stdout]).toEqual([0, expect.stringContaining(code)]);
      expect(explained.stdout).toContain('hạn luật định: 2026-');
      const [{ sent }] = await sql(
        `select r.data ->> 'code' as sent from event_store.events t join event_store.events r using (stream)
         where t.type = 'DossierTransferred' and r.type = 'DossierReceived' order by t.position limit 1`,
      );
      const way = cli('figure', 'transfers', '--period', '2026', '--explain', sent).stdout;
      expect(way).toMatch(/lần chuyển 1 đến .*, đúng hạn đến hết: 2026-/);
      expect(cli('figure', 'on-time-rate', ...PERIOD, '--explain', 'H27.1-260101-0001').stderr).toContain(
        'unknown-dossier',
      );
    },
    PATIENCE_MS,
  );

  it.each([
    ['reversed', 'on-time-rate', '2026-04-14/2026-03-15'],
    ['in the future', 'on-time-rate', '2999'],
    ['no day that exists', 'on-time-rate', '2026-02-30/2026-03-01'],
    ['no period', 'on-time-rate', '2026-13'],
    ['of no figure', 'early-rate', '2026'],
  ])('refuse a period that is %s', (_what, name, period) => {
    const { status, stderr } = cli('figure', name, '--period', period);
    expect([status, stderr]).toEqual([1, expect.stringContaining('invalid-input')]);
  });

  it(
    'come out the same as of the position that they name, whatever the catalogue learned after the last dossier',
    () => {
      const ended = ['H27.114', '--on', '2026-04-20', '--successor', 'H27.118'];
      expect(cli('agency', 'end', ...ended)).toMatchObject({ status: 0 });
      const told = figure('--by', 'agency-now');
      expect(figure('--by', 'agency-now', '--as-of', told.certificate.asOf)).toEqual(told);
    },
    PATIENCE_MS,
  );

  it.each([
    ['figure', 'on-time-rate', '--subtrees'],
    ['figure', 'on-time-rate', '--by', 'field', '--subtrees'],
    ['figure', 'on-time-rate', '--as-of', '2026'],
    ['figure', 'on-time-rate', '--as-of', '2026-04-01T00:00:00'],
    ['figure', 'on-time-rate', '--as-of', '2999-04-01T00:00:00Z'],
    ['figure', 'on-time-rate', '--as-of', 'ff'],
    ['recompute', 'on-time-rate', '--month-begins', '1'],
  ])('refuse what says nothing of them: %s %s %s', (command, name, ...more) => {
    const { status, stderr } = cli(command, name, ...PERIOD, ...more);
    expect([status, stderr]).toEqual([1, expect.stringContaining('invalid-input')]);
  });

  it(
    'that the read store has wrong are found against the log, and named',
    async () => {
      const [{ dossier_id: lost }] = await sql(
        `delete from read.outcome_versions where (dossier_id, revision) = (
           select dossier_id, revision from read.outcome_versions
           where standing -> 'ended' ->> 'at' between '2026-03-20' and '2026-04-10' order by dossier_id limit 1)
         returning dossier_id`,
      );
      const { status, agrees, differing } = recomputed();
      expect([status, agrees]).toEqual([1, false]);
      expect(differing).toEqual([
        expect.stringContaining(`read store: ${lost}`),
        expect.stringContaining(`log: ${lost}`),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'are mended by a rebuild, which names every dossier whose class it changes, and why',
    async () => {
      const [{ dossier_id: wronged }] = await sql(
        `update read.outcome_versions set standing = (standing::jsonb || '{"lawful": "2020-01-01T00:00:00.000Z"}')::json
         where (dossier_id, revision) = (
           select dossier_id, revision from read.outcome_versions v where standing -> 'ended' ->> 'as' = 'finished'
             and v.standing -> 'ended' ->> 'at' < (select min(f.standing ->> 'lawful') from read.outcome_versions f
               where f.dossier_id = v.dossier_id)
           order by dossier_id limit 1)
         returning dossier_id`,
      );
      const { status, stdout } = cli('rebuild', 'outcomes', '--json');
      const { changed } = JSON.parse(stdout);
      expect(status).toBe(0);
      const mine = changed.find(({ dossierId }: { readonly dossierId: string }) => dossierId === wronged);
      expect(mine).toMatchObject({ was: { strict: 'late' }, fields: expect.arrayContaining(['lawful']) });
      expect(mine.is.strict).not.toBe('late');
      expect(cli('rebuild', 'outcomes').stdout).not.toContain('→');
      const kept = JSON.parse(cli('rebuild', 'outcomes', '--changed', '--json').stdout);
      expect(kept).toEqual(expect.arrayContaining([expect.objectContaining(mine)]));
      expect(cli('rebuild', 'register', '--changed').status).toBe(2);
      expect(recomputed().agrees).toBe(true); // the row that was deleted above is there again
    },
    PATIENCE_MS,
  );
});
