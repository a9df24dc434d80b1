import { DEMO_PASSWORD } from '#access';
import { built, cliInThread } from './cli-in-thread.js';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const police = { name: 'thulycongan', role: 'case-officer', agency: 'H27.118.2' } as const;
const insurer = { name: 'thulybaohiem', role: 'case-officer', agency: 'G24.H27' } as const;
const elsewhere = { name: 'lanhdaokhac', role: 'leader', agency: 'H27.119' } as const;

/** Birth, residence and insurance as one dossier: the commune, its police and the insurer, side by side. */
describe('the ledger of responsibility and the flows of a liên thông dossier', () => {
  let office: RunningOffice;
  let code = '';
  let last = '';

  const give = async (moment: string, command: string, body: Body, account = 'thuly') => {
    office.clock.at = new Date(`${moment.replace(' ', 'T')}+07:00`).toISOString();
    const answer = await office.post(`/dossiers/${code}/${command}`, body, { account });
    expect([command, answer.status]).toEqual([command, 200]);
    last = answer.body.position;
  };
  const send = (moment: string, leg: string, to: string) =>
    give(moment, 'transfer-dossier', { leg, to, work: 'Giải quyết phần việc', form: 'electronic' });
  const done = { result: 'Đã giải quyết', papers: [] };

  beforeAll(async () => {
    expect(built()).toBe(true);
    office = await runningOffice();
    for (const account of [police, insurer, elsewhere])
      await office.installation.accounts.create(account, DEMO_PASSWORD);
    const { body: received } = await office.post('/dossiers', {
      ...{ procedure: '2.000986', channel: 'counter', centre: 'H27.118.1', sets: 1 },
      ...{ applicant: { name: 'Lê Văn Đức', kind: 'citizen' }, request: 'Đăng ký khai sinh', papers: [] },
    });
    code = received.code;
    await send('2026-11-20 10:00', 'birth', 'H27.118');
    await send('2026-11-20 10:00', 'residence', police.agency);
    await send('2026-11-20 10:00', 'insurance', insurer.agency);
    await give('2026-11-20 10:30', 'accept-transfer', { transfer: 1, by: 'H27.118' });
    await give('2026-11-20 11:00', 'accept-transfer', { transfer: 2, by: police.agency }, police.name);
    await give('2026-11-20 14:00', 'accept-transfer', { transfer: 3, by: insurer.agency }, insurer.name);
    await give('2026-11-20 15:00', 'complete-leg', { leg: 'birth', by: 'H27.118', ...done });
    await give('2026-11-23 10:00', 'complete-leg', { leg: 'residence', by: police.agency, ...done }, police.name);
    await give('2026-11-30 15:00', 'complete-leg', { leg: 'insurance', by: insurer.agency, ...done }, insurer.name);
  }, 120_000);
  afterAll(() => office.stop());

  const cli = (...args: readonly string[]) => cliInThread(args, { env: { DATABASE_URL: office.database.url } });

  it('gives every elapsed minute to one holder: the insurer, whose leg was the longest, held it beyond its limit', async () => {
    const { status, body } = await office.get(`/dossiers/${code}/responsibility?atLeast=${last}`, 'lanhdao');
    expect(status).toBe(200);
    expect(
      body.turns.map(({ holder, from, minutes }: Body) => [Object(holder).leg ?? Object(holder).step, from, minutes]),
    ).toEqual([
      ['assign', '2026-11-20T09:00:00+07:00', 60],
      ['birth', '2026-11-20T10:00:00+07:00', 180], // 10:00–11:30, 13:30–15:00
      // 20/11 15:00–17:00, 23/11 whole, 24/11 off, 25/11 to 27/11 whole, 30/11 07:00–11:30 and 13:30–15:00
      ['insurance', '2026-11-20T15:00:00+07:00', 120 + 480 + 3 * 480 + 360],
      ['assign', '2026-11-30T15:00:00+07:00', 0],
    ]);
    expect(body.elapsed).toBe(60 + 180 + 2_400);
    expect(body.status).toBe('running');
    const limitOf = (leg: string) => body.limits.find(({ of }: Body) => Object(of).leg === leg);
    expect(limitOf('insurance')).toMatchObject({
      agency: 'G24.H27',
      held: 2_400,
      overrun: { numerator: 1_440 },
      ran: 2_400,
    }); // of 960
    expect(limitOf('residence')).toMatchObject({ agency: 'H27.118.2', held: 0, ran: 300 }); // 20/11 15:00 to 23/11 10:00
    expect(body.lateness.lawful).toEqual({ dueAt: '2026-11-26T09:00:00+07:00', late: true, minutes: 1_200 }); // 26/11 09:00 on: 360 + 480 + 360
  });

  it('shows nobody else the ledger, and agencies only the flows that they are an end of', async () => {
    expect((await office.get(`/dossiers/${code}/responsibility`, elsewhere.name)).body.code).toBe('unknown-dossier');
    const edges = async (account: string, more = '') => {
      const { body } = await office.get(`/reports/flows?from=2026-11-20&to=2026-11-20&atLeast=${last}${more}`, account);
      expect(body.readModel.caughtUp).toBe(true);
      return body.edges.map(({ from, to, accepted, late }: Body) => `${from} ${to} ${accepted} ${late}`);
    };
    const all = ['H27.118 G24.H27 1 1', 'H27.118 H27.118 1 0', 'H27.118 H27.118.2 1 0'];
    expect(await edges('thanhtra')).toEqual(all);
    expect(await edges(insurer.name)).toEqual(['H27.118 G24.H27 1 1']);
    expect(await edges('thanhtra', '&agency=H27.118.2')).toEqual(['H27.118 H27.118.2 1 0']);
    expect(await edges(elsewhere.name)).toEqual([]);
    const noon = `&at=${encodeURIComponent('2026-11-20T12:00:00+07:00')}`;
    expect(await edges(insurer.name, noon)).toEqual(['H27.118 G24.H27 0 0']);
    expect(await edges('thanhtra', `&asOf=${last}`)).toEqual(all);
    expect(await edges('thanhtra', '&asOf=0')).toEqual([]);
    expect((await office.get('/reports/flows?from=2026-11-20&to=2026-11-20', 'cong')).status).toBe(403);
  });

  it.each([
    '',
    'from=2026-11-20',
    'from=2026-11-31&to=2026-12-01',
    'from=2026-11-21&to=2026-11-20',
    'from=2026-11-20&to=2026-11-20&agenciesAs=x',
    'from=2026-11-20&to=2026-11-20&asOf=yesterday',
    'from=2026-11-20&to=2026-11-20&at=9999-01-01T00:00:00Z',
  ])('refuses the period "%s"', async (query) => {
    const { status, body } = await office.get(`/reports/flows?${query}`, 'thanhtra');
    expect([status, body.code]).toEqual([422, 'invalid-input']);
  });

  it('is signed with the figures of its day, and told again at the position that was signed', async () => {
    office.clock.at = '2026-12-01T02:00:00.000Z';
    const day = { from: '2026-11-20', to: '2026-11-20' };
    const { status, body } = await office.post('/periods/close', day, { account: 'lanhdao' });
    const flows = body.closed.figures.find(({ figure }: Body) => figure === 'flows');
    expect([status, flows.dossiers]).toEqual([201, 3]);
    const numbers = flows.terms.map(({ term, number }: Body) => [term, number]);
    expect(Object.fromEntries(numbers)).toEqual({
      ...{ sent: 3, accepted: 3, returned: 0, 'not-answered': 0, lapsed: 0, late: 0 }, // as the day ended
    });
    const at = encodeURIComponent(body.closed.evaluatedAt);
    const query = `from=${day.from}&to=${day.to}&asOf=${body.closed.asOf}&at=${at}`;
    const again = (await office.get(`/reports/flows?${query}`, 'lanhdao')).body;
    expect(again.certificate.proof.digest).toBe(flows.digest);
    const beside = async (account: string, more: string) =>
      (await office.get(`/reports/flows?from=${day.from}&to=${day.to}${more}`, account)).body;
    const ofAgency = '&agency=H27.118&subtrees=true';
    for (const [account, more] of [
      ['lanhdao', ''],
      ['lanhdao', ofAgency],
      ['thanhtra', ofAgency],
    ] as const) {
      expect((await beside(account, `${more}&at=${at}`)).signed).toMatchObject({
        ...{ agency: 'H27.118', said: { asOf: body.closed.asOf, digest: flows.digest }, compared: 'as-signed' },
      });
      // Two weeks later the leg of the insurer is late.
      expect((await beside(account, more)).signed.compared).toBe('at-another-instant');
    }
    for (const [account, more] of [
      ['thanhtra', ''],
      ['thanhtra', '&agency=H27.118'],
      ['lanhdao', '&agenciesAs=now'],
      ['lanhdao', '&procedure=2.000986'],
      [insurer.name, ''],
    ] as const)
      expect((await beside(account, more)).signed).toBeNull();
    expect(await beside(insurer.name, ofAgency)).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(await beside('thanhtra', '&subtrees=true')).toMatchObject({ status: 422, code: 'invalid-input' });
  });

  it('is in the balance of health', async () => {
    const { body } = await office.get('/health');
    expect(body.flows).toEqual({ sent: 3, accepted: 3, returned: 0, inTransit: 0, conserved: true });
  });

  it('is printed by the command line, straight from the log, and as data', () => {
    const page = cli('ledger', code);
    expect([page.status, page.stderr]).toEqual([0, '']);
    expect(page.stdout).toContain('đang giải quyết');
    expect(page.stdout).toMatch(
      /cơ quan phối hợp: .*, chặng insurance +20\/11\/2026 15:00 +30\/11\/2026 15:00 +5 ngày/,
    );
    expect(page.stdout).toMatch(/chặng insurance .* 2 ngày +5 ngày +5 ngày +3 ngày/); // allowed, held, ran, overrun
    const data = JSON.parse(cli('ledger', code, '--json').stdout);
    expect(data.turns.slice(0, 3).map(({ minutes }: Body) => minutes)).toEqual([60, 180, 2_400]);
    const { edges, total } = JSON.parse(cli('flows', '--from', '2026-11-20', '--to', '2026-11-20', '--json').stdout);
    expect([edges.length, total]).toMatchObject([3, { sent: 3, accepted: 3, transit: { median: 60, p90: 120 } }]); // 30, 60, 120
    expect(cli('flows', '--from', '2026-11-20', '--to', '2026-11-20').stdout).toContain('Trả lại');
    const before = JSON.parse(
      cli('flows', '--from', '2026-11-20', '--to', '2026-11-20', '--as-of', '0', '--json').stdout,
    );
    expect(before.total.sent).toBe(0);
    expect(before.certificate).toMatchObject({ asOf: '0', transfers: 0, proof: { calendars: [] } });
    const proven = JSON.parse(cli('flows', '--from', '2026-11-20', '--to', '2026-11-20', '--json').stdout).certificate;
    expect(proven).toMatchObject({ figure: 'flows', definitionVersion: 1, transfers: 3, quarantined: 0 });
    for (const known of [[], ['--as-of', last]]) {
      const again = cli('recompute', 'flows', '--period', '2026-11-20/2026-11-20', ...known, '--json');
      expect([again.status, again.stderr]).toEqual([0, '']);
      expect(JSON.parse(again.stdout)).toMatchObject({
        ...{ agrees: true, differing: [], notUnderstood: [] },
        digests: { readStore: proven.proof.digest, log: proven.proof.digest },
      });
    }
    const part = ['--period', '2026-11-20/2026-11-20', '--agency', 'H27.118.2'];
    expect(JSON.parse(cli('recompute', 'flows', ...part, '--json').stdout)).toMatchObject({
      agrees: true,
      total: { sent: 1 },
    });
    expect(cli('recompute', 'on-time-rate', '--period', '2026-11', '--procedure', '2.000986').status).toBe(1);
    const { transfers } = JSON.parse(
      cli('flows', '--from', '2026-11-20', '--to', '2026-11-20', '--transfers', '--json').stdout,
    );
    expect(transfers.map(({ to, status, transitMinutes }: Body) => [to, status, transitMinutes])).toEqual([
      ['H27.118', 'accepted', 30],
      [police.agency, 'accepted', 60],
      [insurer.agency, 'accepted', 120],
    ]);
    expect(cli('flows', '--from', 'yesterday', '--to', '2026-11-20').status).toBe(2);
    expect(cli('ledger', 'H27.118-261120-9999').status).toBe(1);
  }, 60_000);
});
