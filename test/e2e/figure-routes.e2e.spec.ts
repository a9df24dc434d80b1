import { DOSSIER_FIGURES } from '#reports';
import { runningOffice, type RunningOffice } from './running-office.js';

const FIGURE = 'figure=on-time-rate&period=2026-11';

describe('figures over HTTP', () => {
  let office: RunningOffice;
  let code = '';
  let last = '';

  beforeAll(async () => {
    office = await runningOffice();
    const { body } = await office.post('/dossiers', {
      ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1 },
      ...{ applicant: { name: 'Lê Văn Đức', kind: 'citizen' }, request: 'Kết hôn', papers: [] },
    });
    [code, last] = [body.code, body.position];
    await office.elapse('2026-12-10T02:00:00.000Z');
  }, 60_000);
  afterAll(() => office.stop());

  const figure = async (account: string, more = '') =>
    (await office.get(`/reports/figures?${FIGURE}&atLeast=${last}${more}`, account)).body;

  it('answer with their certificate, and how far behind they are', async () => {
    const { certificate, total, groups, readModel } = await figure('thanhtra', '&by=agency');
    expect(certificate).toMatchObject({ figure: 'on-time-rate', definitionVersion: 2, dossiers: 1 });
    expect(total.terms['strict-running-late']).toBe(1);
    expect(groups.map(({ key }: { readonly key: string }) => key)).toEqual(['H27.118']);
    expect(readModel).toMatchObject({ caughtUp: true, secondsBehind: 0 });
  });

  it('lead down to their dossiers, and say why', async () => {
    const { body: page } = await office.get(`/reports/figures/dossiers?${FIGURE}`, 'lanhdao');
    expect(page).toMatchObject({ dossiers: [{ code, terms: { 'strict-running-late': 1 } }], after: null });
    const { body: why } = await office.get(`/reports/figures/explanation?${FIGURE}&code=${code}`, 'lanhdao');
    expect(why).toMatchObject([{ terms: { 'strict-running-late': 1 }, standing: { code } }]);
  });

  it('are of the dossiers of one’s own mandate, and of nobody else’s', async () => {
    expect((await figure('lanhdao')).certificate.dossiers).toBe(1);
    expect((await figure('thulytinh')).certificate.dossiers).toBe(0);
    expect((await office.get(`/reports/figures/explanation?${FIGURE}&code=${code}`, 'thulytinh')).status).toBe(404);
    for (const account of ['quantri', 'cong'])
      expect((await office.get(`/reports/figures?${FIGURE}`, account)).status).toBe(403);
  });

  it('are signed once by a leader, and what changes after is said beside them with its reason', async () => {
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const query = 'agency=H27.118&from=2026-11-01&to=2026-11-30';
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body.code).toBe('period-not-closed');
    expect((await office.post('/periods/close', november, { account: 'thuly' })).status).toBe(403);
    const future = { from: '2026-12-01', to: '2026-12-31' };
    expect((await office.post('/periods/close', future, { account: 'lanhdao' })).body.code).toBe(
      'future-effective-time',
    );
    const { status, body: signed } = await office.post('/periods/close', november, { account: 'lanhdao' });
    expect([status, signed.closed.figures.length, signed.restatements]).toEqual([201, DOSSIER_FIGURES.length, []]);
    const onTime = (of: {
      readonly figures: readonly { readonly figure: string; readonly terms: readonly object[] }[];
    }) => of.figures.find(({ figure: name }) => name === 'on-time-rate')?.terms;
    expect(onTime(signed.closed)).toContainEqual({ term: 'strict-running-late', number: 1 });
    expect((await office.post('/periods/close', november, { account: 'lanhdao' })).body.code).toBe(
      'period-already-closed',
    );
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body.differs).toBe(false);
    const { body: late } = await office.post(`/dossiers/${code}/withdraw-dossier`, {
      ...{ requestedBy: 'Lê Văn Đức', reason: 'Không còn nhu cầu' },
      ...{ effectiveAt: '2026-11-20T10:00:00+07:00', lateReason: 'Nhập muộn' },
    });
    last = late.position;
    expect((await figure('thanhtra')).total.terms).toMatchObject({ withdrawn: 1, 'strict-running-late': 0 });
    const { body: seen } = await office.get(`/periods?${query}`, 'thanhtra');
    expect([seen.differs, onTime(seen.closed)]).toEqual([true, onTime(signed.closed)]);
    const restating = { ...november, reason: 'Một hồ sơ rút nhập muộn' };
    const { body: restated } = await office.post('/periods/restate', restating, { account: 'lanhdao' });
    expect(restated.closed).toEqual(signed.closed);
    expect(restated.restatements).toMatchObject([{ reason: restating.reason }]);
    expect(onTime(restated.restatements[0])).toContainEqual({ term: 'withdrawn', number: 1 });
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body.differs).toBe(false);
  });

  it.each([
    ['', 'invalid-input'],
    ['figure=x&period=2026', 'invalid-input'],
    ['figure=on-time-rate', 'invalid-input'],
    ['figure=on-time-rate&period=2026-13', 'invalid-input'],
    ['figure=on-time-rate&period=2999', 'invalid-input'],
    ['figure=on-time-rate&period=2026&asOf=yesterday', 'invalid-input'],
    ['figure=on-time-rate&period=2026&by=mood', 'invalid-input'],
    ['figure=on-time-rate&period=2026&agency=X99', 'unknown-agency'],
  ])('refuse "%s"', async (query, expected) => {
    const { status, body } = await office.get(`/reports/figures?${query}`, 'thanhtra');
    expect([status, body.code]).toEqual([422, expected]);
  });
});
