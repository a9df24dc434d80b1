import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const FIGURE = 'figure=on-time-rate&period=2026-11';

describe('figures over HTTP', () => {
  let office: RunningOffice;
  let code: string;
  let last: string;

  beforeAll(async () => {
    office = await runningOffice();
    const { body } = await office.post('/dossiers', office.marriage, 'first', 'tiepnhan');
    code = body.code;
    await office.elapse('2026-12-10T02:00:00.000Z');
    const { body: found } = await office.get(`/dossiers/${code}`);
    last = found.position ?? body.position;
  }, 60_000);
  afterAll(() => office.stop());

  const figure = async (account: string, more = ''): Promise<Body> =>
    (await office.get(`/reports/figures?${FIGURE}&atLeast=${last}${more}`, account)).body;

  it('answer with their certificate, and how far behind they are', async () => {
    const { certificate, total, groups, readModel } = await figure('thanhtra', '&by=agency');
    expect(certificate).toMatchObject({ figure: 'on-time-rate', definitionVersion: 2, dossiers: 1 });
    expect(total.terms['strict-running-late']).toBe(1);
    expect(groups.map(({ key }: Body) => key)).toEqual(['H27.118']);
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
