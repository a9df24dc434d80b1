import excel from '@protobi/exceljs';
import request from 'supertest';
import { OTHER_FIGURES } from '#reports';
import { officeInDecember } from './office-in-december.js';
import type { RunningOffice } from './running-office.js';

const FIGURE = 'figure=on-time-rate&period=2026-11';

describe('figures over HTTP', () => {
  let office: RunningOffice;
  let code = '';
  let last = '';

  beforeAll(async () => {
    ({ office, code, position: last } = await officeInDecember());
  }, 60_000);
  afterAll(() => office.stop());

  const figure = async (account: string, more = '') =>
    (await office.get(`/reports/figures?${FIGURE}&atLeast=${last}${more}`, account)).body;

  it('answer with their certificate, and how far behind they are', async () => {
    const { certificate, total, groups, readModel } = await figure('thanhtra', '&by=agency');
    expect(certificate).toMatchObject({ figure: 'on-time-rate', definitionVersion: 3, dossiers: 1 });
    expect(total.terms['strict-running-late']).toBe(1);
    expect(groups.map(({ key }: { readonly key: string }) => key)).toEqual(['H27.118']);
    expect(readModel).toMatchObject({ caughtUp: true, secondsBehind: 0 });
  });

  it('are the same from kept sums, without the proof that looks at every dossier', async () => {
    const proven = await figure('thanhtra', '&by=agency');
    let summed = await figure('thanhtra', '&by=agency&proof=false');
    // Until the worker has added up what it learned, every dossier is looked at.
    for (let looks = 0; summed.certificate.digest !== undefined && looks < 100; looks += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      summed = await figure('thanhtra', '&by=agency&proof=false');
    }
    expect([summed.total, summed.groups]).toEqual([proven.total, proven.groups]);
    expect([proven.certificate.digest, summed.certificate.digest]).toEqual([expect.any(String), undefined]);
    expect(summed.certificate).toMatchObject({ figure: 'on-time-rate', quarantined: 0 });
  });

  it('lead down to their dossiers, and say why', async () => {
    const { body: page } = await office.get(`/reports/figures/dossiers?${FIGURE}`, 'lanhdao');
    expect(page).toMatchObject({ dossiers: [{ code, terms: { 'strict-running-late': 1 } }], after: null });
    const { certificate, links } = await figure('lanhdao');
    expect(page.asOf).toBe(certificate.asOf);
    expect((await office.get(links.dossiers, 'lanhdao')).body).toEqual(page);
    const grouped = (await figure('lanhdao', '&by=channel')).links.dossiers;
    for (const [group, dossiers] of [
      ['counter', page.dossiers],
      ['online', []],
    ])
      expect((await office.get(`${grouped}&group=${group}`, 'lanhdao')).body.dossiers).toEqual(dossiers);
    expect((await office.get(`${links.dossiers}&group=counter`, 'lanhdao')).status).toBe(422);
    const [{ dossierId }] = page.dossiers;
    expect((await office.get(`${links.dossiers}&after=${dossierId}`, 'lanhdao')).body.dossiers).toEqual([]);
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

  it('say whose dossiers they are, and are not told of an agency beyond the mandate', async () => {
    const { certificate } = await figure('lanhdao');
    expect(certificate.agencies).toContain('H27.118');
    expect(certificate.agencies).not.toContain('H27');
    for (const proof of ['true', 'false'])
      expect((await figure('thanhtra', `&proof=${proof}`)).certificate.agencies).toBeNull();
    expect((await figure('thanhtra', '&agency=H27.118.1')).certificate.agencies).toEqual(['H27.118.1']);
    expect((await figure('lanhdao', '&proof=false')).certificate.agencies).toEqual(certificate.agencies);
    for (const [account, agency] of [
      ['lanhdao', 'H27'],
      ['thulytinh', 'H27.118'],
    ] as const)
      for (const path of ['figures', 'figures/dossiers', 'goals'])
        expect((await office.get(`/reports/${path}?${FIGURE}&agency=${agency}`, account)).body).toMatchObject({
          ...{ status: 403, code: 'not-allowed', right: 'read-figures', agency },
        });
  });

  it.each(OTHER_FIGURES.map(({ name }) => [name]))(
    '%s is told whole, to whoever has the whole province',
    async (name) => {
      const asked = (account: string, more = '', path = '') =>
        office.get(`/reports/figures${path}?figure=${name}&period=2026-11${more}`, account);
      for (const account of ['thanhtra', 'chutich']) {
        const { certificate, total, readModel } = (await asked(account)).body;
        expect([certificate.figure, Object.keys(total.rates).length, readModel.caughtUp]).toEqual([name, 1, true]);
      }
      expect((await asked('lanhdao')).body).toMatchObject({ status: 403, code: 'not-allowed', figure: name });
      for (const [more, path] of [['&agency=H27.118'], ['&by=agency'], ['', '/dossiers'], ['&code=x', '/explanation']])
        expect((await asked('thanhtra', more, path)).body).toMatchObject({ status: 422, code: 'invalid-input' });
    },
  );

  describe('beside the goals of provinces', () => {
    interface Row {
      readonly goal: { readonly figure: string };
    }
    const goals = async (account: string, more = '') =>
      (await office.get(`/reports/goals?period=2026-11&atLeast=${last}${more}`, account)).body;
    const rowOf = (body: { readonly goals: readonly Row[] }, name: string) =>
      body.goals.find(({ goal }) => goal.figure === name);

    it('say what is reached, and what may still be late', async () => {
      const body = await goals('thanhtra');
      expect([body.asOf >= last, body.readModel.caughtUp]).toEqual([true, true]);
      // Nothing was finished, and November is over: nothing of it may still be late.
      expect(rowOf(body, 'on-time-rate')).toMatchObject({
        reached: null,
        state: 'no-dossiers',
        lateStillAllowed: null,
      });
      expect(rowOf(body, 'online-share')).toMatchObject({
        reached: { numerator: 0, denominator: 1 },
        state: 'missed',
      });
      expect(rowOf(body, 'coordinated-fields')).toMatchObject({ state: 'missed' });
      const { goals: some } = await goals('thanhtra', '&province=lai-chau');
      expect([some.length > 0, some.length < body.goals.length]).toEqual([true, true]);
    });

    it('are of one’s own mandate, without what is the whole province’s', async () => {
      const denominators = async (account: string, more?: string) =>
        ['online-share', 'coordinated-fields'].map(async (name) => rowOf(await goals(account, more), name));
      const seen = { reached: { numerator: 0, denominator: 1 }, state: 'missed' };
      const hidden = { reached: null, state: null };
      expect(await Promise.all(await denominators('lanhdao'))).toMatchObject([seen, hidden]);
      expect(await Promise.all(await denominators('chutich', '&agency=H27.118'))).toMatchObject([seen, hidden]);
      expect(await Promise.all(await denominators('thulytinh'))).toMatchObject([
        { reached: null, state: 'no-dossiers' },
        hidden,
      ]);
      expect((await office.get('/reports/goals?period=2026-11', 'quantri')).status).toBe(403);
      for (const query of ['', '?period=2026-13', '?period=2026-11&province=x', '?period=2026-11&asOf=2026-11-01'])
        expect((await office.get(`/reports/goals${query}`, 'thanhtra')).body).toMatchObject({ status: 422 });
    });
  });

  describe('as official forms', () => {
    const form = async (name: string, account: string, more = '') =>
      (await office.get(`/reports/forms/${name}?period=2026-12&atLeast=${last}${more}`, account)).body;

    it('are of reporting months, and of any past', async () => {
      const { certificate, total, readModel } = await form('07a', 'thanhtra');
      expect(certificate).toMatchObject({ form: '07a', dossiers: 1, period: { from: '2026-11-15', to: '2026-12-14' } });
      expect(total.counts).toMatchObject({ received: 1, counter: 1, resolved: 0, running: 1, runningLate: 1 });
      expect(readModel).toMatchObject({ caughtUp: true });
      expect((await form('07a', 'thanhtra', '&monthBegins=1')).certificate.period.from).toBe('2026-12-01');
      expect((await form('07a', 'thanhtra', '&asOf=2026-11-19T00:00:00Z')).total.counts.received).toBe(0);
      for (const name of ['07b', '766']) expect((await form(name, 'chutich')).total.counts.received).toBe(1);
    });

    it('are of one’s own mandate, and speak for nobody beyond it', async () => {
      expect((await form('07a', 'lanhdao')).total.counts.received).toBe(1);
      expect((await form('07a', 'chutich', '&agency=H27.118')).total.counts.received).toBe(1);
      expect((await form('766', 'thulytinh')).total.counts.received).toBe(0);
      for (const [name, account, more] of [
        ['07a', 'thulytinh', '&agency=H27.118'],
        ['07b', 'lanhdao'],
        ['07a', 'quantri'],
      ] as const)
        expect(await form(name, account, more)).toMatchObject({ status: 403, code: 'not-allowed' });
    });

    it('are downloaded as a workbook and as CSV', async () => {
      const file = async (format: string) => {
        const { status, headers, body } = await request(office.server)
          .get(`/reports/forms/07a?period=2026-12&format=${format}`)
          .set('authorization', `Bearer ${await office.tokenOf('lanhdao')}`)
          .responseType('blob');
        expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
        expect(headers['content-disposition']).toBe(`attachment; filename="07a 2026-11-15 2026-12-14.${format}"`);
        return { type: headers['content-type'], body };
      };
      const book = await file('xlsx');
      expect(book.type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
      const workbook = new excel.Workbook();
      await workbook.xlsx.load(book.body);
      const texts: string[] = [];
      workbook.worksheets[0]?.eachRow((row) => row.eachCell(({ text }) => texts.push(text)));
      const own = office.installation.catalogue.view.findAgency('H27.118')?.name ?? '';
      expect(texts).toEqual(expect.arrayContaining(['Biểu số 07a/BTP/KSTT', `- Đơn vị báo cáo: ${own}.`, 'TỔNG CỘNG']));
      const csv = await file('csv');
      expect(csv.type).toBe('text/csv; charset=utf-8');
      expect(csv.body.toString('utf8')).toMatch(
        /^\uFEFFSTT,Lĩnh vực giải quyết,[^]*,TỔNG CỘNG,1,0,0,0,1,0,0,0,0,0,1,0,1\r\n/,
      );
    });

    it.each([
      ['07a', '', 422, 'invalid-input'],
      ['07c', '?period=2026-12', 422, 'invalid-input'],
      ['07a', '?period=2026-Q5', 422, 'invalid-input'],
      ['07a', '?period=2999', 422, 'invalid-input'],
      ['07a', '?period=2026-12&monthBegins=29', 422, 'invalid-input'],
      ['07a', '?period=2026-12&monthBegins=x', 422, 'invalid-input'],
      ['07a', '?period=2026-12&format=pdf', 422, 'invalid-input'],
      ['07a', '?period=2026-12&agency=X99', 422, 'unknown-agency'],
      ['07b', '?period=2026-12&agency=H27', 422, 'invalid-input'],
      ['07a', '?period=2026-12&atLeast=ffffffffffffffff', 503, 'read-model-behind'],
    ])('refuse "%s%s"', async (name, query, status, code) => {
      const { body, headers } = await office.getOnce(`/reports/forms/${name}${query}`, 'thanhtra');
      expect(body).toMatchObject({ status, code });
      expect(headers['content-type']).toContain('application/problem+json');
    });

    it('are refused where they do not balance, and who was told of which dossiers is written down', async () => {
      const moved = (from: string, to: string) =>
        office.sql(
          `update read.outcome_versions set standing = replace(standing::text, '"receivedAt":"${from}', '"receivedAt":"${to}')::json`,
        );
      const { dossierId } = (await office.get(`/dossiers/${code}`, 'thanhtra')).body;
      await moved('2026-11-20', '2026-11-10');
      const refused = await form('07a', 'thanhtra', '&format=xlsx');
      await moved('2026-11-10', '2026-11-20');
      expect(refused).toMatchObject({ status: 409, code: 'form-does-not-balance', dossiers: [{ dossierId, code }] });
      await office.installation.journal.flush();
      const { body } = await office.get('/readings?outcome=refused&account=thanhtra&limit=1', 'thanhtra');
      expect(body.readings).toMatchObject([
        {
          what: 'read-figures',
          door: 'GET /reports/forms/:form',
          outcome: 'form-does-not-balance',
          dossiers: [dossierId],
        },
      ]);
    });
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
