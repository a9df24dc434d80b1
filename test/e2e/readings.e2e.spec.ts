import pg from 'pg';
import request from 'supertest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, READINGS, ReadingJournal, type ReadingEntry, type Right } from '#access';
import { pdf } from '#testing';
import { configuration } from '#installation';
import { createApi } from '../../apps/api/src/api.js';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const OTHER_CENTRE = 'H27.119.1';
/** What a route must be asked with. */
const FIGURE = '?figure=online-share&period=2026-11';
const FOR_INSPECTORS = ['list-readings', 'read-figures', 'list-inspections'] as const;
const OF_NO_DOSSIER = ['/dossiers/counts', '/readings', '/duties', '/inspections', '/periods'];
const NEEDED: Readonly<Record<string, string>> = {
  '/reports/flows': '?from=2026-11-01&to=2026-11-30',
  '/periods': '?agency=H27.118&from=2026-10-01&to=2026-10-31',
  '/reports/figures': FIGURE,
  '/reports/figures/dossiers': FIGURE,
  '/reports/figures/explanation': `${FIGURE}&code=`, // the code is put in below
  '/reports/goals': '?period=2026-11',
  '/reports/forms/{form}': '?period=2026-11',
};
const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Trần Văn Bình', kind: 'citizen', phone: '0912000009' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};

describe('the journal of readings (nhật ký truy cập)', () => {
  let office: RunningOffice;
  let pool: pg.Pool;
  let mine: { readonly dossierId: string; readonly code: string; readonly position: string };
  let foreign: typeof mine;
  let paper: string;
  const inspectors = [
    { name: 'thanhtraxa', role: 'inspector', agency: 'H27.118' },
    { name: 'thanhtrakhac', role: 'inspector', agency: 'H27.119' },
  ] as const;

  beforeAll(async () => {
    office = await runningOffice();
    pool = new pg.Pool({ connectionString: office.database.url, max: 2 });
    const { accounts } = office.installation;
    await accounts.create({ name: 'tiepnhankhac', role: 'reception-officer', agency: OTHER_CENTRE }, DEMO_PASSWORD);
    for (const inspector of inspectors) await accounts.create(inspector, DEMO_PASSWORD);
    mine = (await office.post('/dossiers', marriage)).body;
    foreign = (await office.post('/dossiers', { ...marriage, centre: OTHER_CENTRE }, { account: 'tiepnhankhac' })).body;
    await office.get(`/dossiers?atLeast=${foreign.position}`, 'cong');
    await office.get(`/reports/figures${FIGURE}&atLeast=${foreign.position}`, 'thanhtra');
    const parts = [
      { field: 'name', content: 'Tờ khai' },
      { field: 'file', fileName: 'to-khai.pdf', content: pdf() },
    ];
    paper = (await office.upload(mine.code, parts)).body.paper.id;
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await office.stop();
  });

  const from = () => `from=${office.clock.at}`;
  /** A moment later, so that what was read before is told apart. */
  const later = () => (office.clock.at = new Date(Date.parse(office.clock.at) + 1_000).toISOString());
  const listed = async (query: string, account = 'thanhtra'): Promise<readonly ReadingEntry[]> => {
    await office.installation.journal.flush();
    return (await office.get(`/readings?limit=100&${query}`, account)).body.readings;
  };

  it('holds every reading of every route of reading, with what was answered', async () => {
    const { body: docs } = await request(office.server).get('/docs-json');
    const operations = Object.entries<Record<string, { readonly 'x-right'?: Right }>>(docs.paths).flatMap(
      ([path, methods]) => Object.entries(methods).map(([method, { 'x-right': right }]) => ({ path, method, right })),
    );
    const reading = operations.filter(({ right }) => READINGS.some((one) => one === right && one !== 'read-catalogue'));
    expect(reading.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ...['/dossiers', '/dossiers/counts', '/dossiers/{dossier}', '/dossiers/{dossier}/timeline'],
        ...['/dossiers/{dossier}/receipt', '/readings'],
      ]),
    );
    const october = { from: '2026-10-01', to: '2026-10-31' };
    expect((await office.post('/periods/close', october, { account: 'lanhdao' })).status).toBe(201);
    for (const { path, method, right } of reading) {
      expect([path, method]).toEqual([path, 'get']);
      later();
      const account = FOR_INSPECTORS.some((one) => one === right) ? 'thanhtra' : 'tiepnhan';
      const { status } = await office.get(
        path.replace('{dossier}', mine.code).replace('{paper}', paper).replace('{form}', '07a') +
          (NEEDED[path] ?? '').replace(/code=$/, `code=${mine.code}`),
        account,
      );
      const door = `GET ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      const [entry] = await listed(
        `account=${account}&${from()}&to=${new Date(Date.parse(office.clock.at) + 1).toISOString()}`,
      );
      const tells = path.endsWith('/figures/dossiers') || path.endsWith('/figures/explanation');
      const ofNone = OF_NO_DOSSIER.includes(path) || path.startsWith('/reports/');
      const dossiers = tells ? expect.arrayContaining([mine.dossierId]) : ofNone ? [] : [mine.dossierId];
      expect([status, entry]).toMatchObject([200, { what: right, door, outcome: 'seen', account, dossiers }]);
    }
  }, 30_000);

  it('holds every refused attempt of every role on every route, and no command that was carried out', async () => {
    const { body: docs } = await request(office.server).get('/docs-json');
    const paths = Object.entries<Record<string, Body>>(docs.paths);
    for (const { name } of DEMO_ACCOUNTS) {
      later();
      const token = await office.tokenOf(name);
      let refused = 0;
      for (const [path, methods] of paths)
        for (const method of ['get', 'post'] as const) {
          if (methods[method]?.['x-right'] === undefined || path === '/readings') continue;
          const asked = request(office.server)[method](
            path.replace('{dossier}', foreign.code).replace(/\{(code|paper)\}/, 'x'),
          );
          const { status } = await asked.set('authorization', `Bearer ${token}`).set('idempotency-key', 'walk');
          if (status === 403 || status === 404) refused += 1;
        }
      const entries = await listed(`account=${name}&outcome=refused&${from()}`);
      expect([name, entries.length, refused < 100]).toEqual([name, refused, true]);
      for (const { outcome } of entries) expect(outcome).toMatch(/^(not-allowed|unknown-dossier)$/);
    }
    const [attempt] = await listed(`account=tiepnhan&dossier=${foreign.code}&outcome=refused`);
    expect(attempt).toMatchObject({
      asked: foreign.code,
      role: 'reception-officer',
      agency: 'H27.118.1',
      dossiers: [],
    });
    later();
    await office.post(`/dossiers/${mine.code}/pay-fee`, { amount: 1, receiptNo: '1' });
    expect(await listed(`account=tiepnhan&${from()}`)).toEqual([]);
  }, 60_000);

  it('says by which fields a search was narrowed and which dossiers it found, and never to what', async () => {
    later();
    await office.get('/dossiers?name=tran+van+binh&phone=0912000009&order=due&NguyenThiHoa=1');
    const [entry] = await listed(`account=tiepnhan&${from()}`);
    expect(entry).toMatchObject({ what: 'search-dossiers', filters: ['name', 'phone'], dossiers: [mine.dossierId] });
    const { rows } = await pool.query<{ text: string }>('select r::text as text from vault.readings r');
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/binh|Bình|0912000009|Hoa/i);
  });

  it('says why, as the reader says, and refuses a reason that is none', async () => {
    later();
    const asked = async (reason: string) =>
      request(office.server)
        .get(`/dossiers/${mine.code}`)
        .set('authorization', `Bearer ${await office.tokenOf('tiepnhan')}`)
        .set('x-reason', reason);
    const { status, headers } = await asked(encodeURIComponent('Công dân hỏi tại quầy'));
    const [entry] = await listed(`account=tiepnhan&${from()}`);
    expect([status, entry]).toMatchObject([
      200,
      {
        reason: 'Công dân hỏi tại quầy',
        requestId: headers['x-request-id'],
        clientAddress: expect.stringContaining('127.0.0.1'),
      },
    ]);
    for (const wrong of ['%', '%00', ' ', 'x'.repeat(301), 'Kiểm'])
      expect([wrong, (await asked(Buffer.from(wrong).toString('latin1'))).status]).toEqual([wrong, 422]);
  });

  it('holds a failed log-in, by the account that was tried where there is one', async () => {
    later();
    for (const account of ['thuly', 'matkhau-cua-toi'])
      await request(office.server).post('/session').send({ account, password: 'sai-mat-khau-nay' });
    const entries = await listed(from());
    const tried = entries.filter(({ what }) => what === 'log-in');
    expect(new Set(tried.map(({ account, outcome }) => `${account} ${outcome}`))).toEqual(
      new Set(['thuly not-authenticated', 'null not-authenticated']),
    );
    expect(JSON.stringify(entries)).not.toMatch(/matkhau|sai-mat/);
  });

  it('shows an inspector what was read of the dossiers of their mandate, and what its accounts tried, and nothing else', async () => {
    later();
    await office.get(`/dossiers/${foreign.code}`, 'tiepnhankhac');
    await office.get(`/dossiers/${mine.code}`, 'tiepnhan');
    await office.get(`/dossiers/${foreign.code}`, 'tiepnhan'); // refused: it is not for them
    await office.get('/dossiers?name=binh', 'thanhtra'); // finds both
    await office.installation.journal.flush();
    const since = from();
    const seen = async (account: string) =>
      (await listed(since, account))
        .filter(({ what }) => what !== 'list-readings')
        .map(({ account: reader, outcome, dossiers }) => [reader, outcome, [...dossiers].sort()])
        .toSorted();
    const both = [mine.dossierId, foreign.dossierId].sort();
    expect(await seen('thanhtra')).toEqual(
      [
        ['thanhtra', 'seen', both],
        ['tiepnhan', 'seen', [mine.dossierId]],
        ['tiepnhan', 'unknown-dossier', []],
        ['tiepnhankhac', 'seen', [foreign.dossierId]],
      ].toSorted(),
    );
    expect(await seen('thanhtraxa')).toEqual(
      [
        ['thanhtra', 'seen', [mine.dossierId]],
        ['tiepnhan', 'seen', [mine.dossierId]],
        ['tiepnhan', 'unknown-dossier', []],
      ].toSorted(),
    );
    expect(await seen('thanhtrakhac')).toEqual(
      [
        ['thanhtra', 'seen', [foreign.dossierId]],
        ['tiepnhan', 'unknown-dossier', []], // somebody tried to see a dossier of theirs
        ['tiepnhankhac', 'seen', [foreign.dossierId]],
      ].toSorted(),
    );
    const hidden = await listed(`dossier=${foreign.code}&${since}&outcome=seen`, 'thanhtraxa');
    expect(hidden).toEqual([]);
    expect((await listed(`dossier=${foreign.code}&${since}`)).map(({ account }) => account).toSorted()).toEqual([
      'thanhtra',
      'tiepnhan',
      'tiepnhankhac',
    ]);
  });

  it('turns pages without a reading twice or missed, and refuses what is no question', async () => {
    later();
    const since = from();
    for (let at = 0; at < 5; at += 1) await office.get(`/dossiers/${mine.code}`);
    await office.installation.journal.flush();
    const ids: (string | null)[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page = await office.get(
        `/readings?account=tiepnhan&limit=2&${since}${after === '' ? '' : `&after=${after}`}`,
        'thanhtra',
      );
      ids.push(...page.body.readings.map(({ requestId }: ReadingEntry) => requestId));
      after = page.body.next;
    }
    expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
    for (const query of ['after=x', 'outcome=maybe', 'from=yesterday', 'limit=0'])
      expect([query, (await office.get(`/readings?${query}`, 'thanhtra')).status]).toEqual([query, 422]);
    expect((await office.get('/readings', 'quantri')).status).toBe(403);
  });

  it('shows nothing that it could not write down, and goes on once it can', async () => {
    const journal = new ReadingJournal(pool, { most: 2, gatherMs: 5 });
    const app = await createApi({ ...office.installation, journal }, configuration({}, { logLevel: 'error' }));
    const token = await office.tokenOf('tiepnhan');
    const ask = () =>
      request(app.getHttpServer()).get(`/dossiers/${mine.code}`).set('authorization', `Bearer ${token}`);
    await pool.query('alter table vault.readings rename to readings_away');
    const during = [await ask(), await ask(), await ask(), await ask()];
    expect(during.map(({ status, body }) => [status, body.code === 'reading-not-recorded'])).toEqual([
      ...[
        [200, false],
        [200, false],
      ],
      ...[
        [503, true],
        [503, true],
      ],
    ]);
    expect(during[3]?.text).not.toContain('Trần Văn Bình');
    await pool.query('alter table vault.readings_away rename to readings');
    await journal.flush();
    expect((await ask()).status).toBe(200);
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from vault.readings where request_id = any($1)`,
      [during.map(({ headers }) => headers['x-request-id'])],
    );
    expect(rows[0]?.count).toBe(2);
    await app.close();
    await journal.close();
  });

  it.each(['update vault.readings set account = null', 'delete from vault.readings', 'truncate vault.readings'])(
    'is only added to: %s is refused',
    async (statement) => {
      await expect(pool.query(statement)).rejects.toThrow('readings are only added to');
    },
  );
});
