import excel from '@protobi/exceljs';
import request from 'supertest';
import { DEMO_PASSWORD } from '#access';
import { importAgencies } from '#catalogue';
import { publish } from '#installation';
import { randomUUID } from 'node:crypto';
import { DOSSIER_FIGURES, FIGURES, FORM_NAMES, OTHER_FIGURES } from '#reports';
import { runningOffice, type RunningOffice } from './running-office.js';

const FIGURE = 'figure=on-time-rate&period=2026-11';

interface Said {
  readonly figures: readonly {
    readonly figure: string;
    readonly terms: readonly { readonly term: string; readonly number: number }[];
  }[];
}
const namesOf = ({ figures }: Said) => figures.map(({ figure }) => figure);

describe('figures over HTTP', () => {
  let office: RunningOffice;
  let code = '';
  let last = '';

  beforeAll(async () => {
    office = await runningOffice();
    const chairman = { name: 'chutich', role: 'leader', agency: 'H27' } as const;
    await office.installation.accounts.create(chairman, DEMO_PASSWORD);
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
      // Nothing was finished; the only dossier runs late, and 985 of 1000 in time is lost with it.
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
      const { body, headers } = await office.get(`/reports/forms/${name}${query}`, 'thanhtra');
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
    expect([status, namesOf(signed.closed), signed.restatements]).toEqual([
      ...[201, [...DOSSIER_FIGURES.map(({ name }) => name), 'flows', 'form-07a', 'form-766'], []],
    ]);
    expect(signed.closed.quarantined).toBe(0);
    const onTime = (of: Said) => of.figures.find(({ figure: name }) => name === 'on-time-rate')?.terms;
    expect(onTime(signed.closed)).toContainEqual({ term: 'strict-running-late', number: 1 });
    expect((await office.post('/periods/close', november, { account: 'lanhdao' })).body.code).toBe(
      'period-already-closed',
    );
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body).toMatchObject({
      ...{ differs: false, readModel: { caughtUp: true } },
    });
    const beside = async () => {
      const days = 'period=2026-11-01/2026-11-30';
      const at = encodeURIComponent(signed.closed.evaluatedAt);
      const flows = `/reports/flows?from=2026-11-01&to=2026-11-30&at=${at}&atLeast=${last}`;
      const form = async (query: string) =>
        (await office.get(`/reports/forms/07a?${days}&atLeast=${last}${query}`, 'lanhdao')).body.signed;
      const { body: goals } = await office.get(`/reports/goals?period=2026-11&atLeast=${last}`, 'lanhdao');
      return {
        figure: (await figure('lanhdao')).signed,
        ofAgency: (await figure('thanhtra', '&agency=H27.118')).signed,
        table: (await figure('lanhdao', '&proof=false')).signed,
        asSigned: (await figure('lanhdao', `&asOf=${signed.closed.asOf}`)).signed,
        form: await form(''),
        formAsSigned: await form(`&asOf=${signed.closed.asOf}`),
        flows: (await office.get(flows, 'lanhdao')).body.signed,
        goal: goals.goals.find(({ goal }: { goal: { figure: string } }) => goal.figure === 'on-time-rate').signed,
      };
    };
    const differing = async () =>
      Object.entries(await beside()).flatMap(([name, { compared }]) => (compared === 'as-signed' ? [] : [name]));
    const first = await beside();
    expect(first.figure).toMatchObject({ agency: 'H27.118', signed: { asOf: signed.closed.asOf }, restated: [] });
    expect(first.goal).toEqual({ agency: 'H27.118', signed: null, restated: null, compared: 'as-signed' });
    expect(await differing()).toEqual([]);
    for (const [account, more] of [
      ['thanhtra', ''],
      ['lanhdao', '&agency=H27.118.1'],
      ['thulytinh', '&agency=H27.118'],
    ] as const)
      expect((await figure(account, more)).signed).toBeNull();
    const { body: late } = await office.post(`/dossiers/${code}/withdraw-dossier`, {
      ...{ requestedBy: 'Lê Văn Đức', reason: 'Không còn nhu cầu' },
      ...{ effectiveAt: '2026-11-20T10:00:00+07:00', lateReason: 'Nhập muộn' },
    });
    last = late.position;
    expect((await figure('thanhtra')).total.terms).toMatchObject({ withdrawn: 1, 'strict-running-late': 0 });
    expect(await differing()).toEqual(['figure', 'ofAgency', 'table', 'form', 'goal']);
    expect((await figure('lanhdao', '&at=2026-11-30T12:00:00%2B07:00')).signed.compared).toBe('at-another-instant');
    const { body: seen } = await office.get(`/periods?${query}`, 'thanhtra');
    expect([seen.differs, onTime(seen.closed)]).toEqual([true, onTime(signed.closed)]);
    const restating = { ...november, reason: 'Một hồ sơ rút nhập muộn' };
    const { body: restated } = await office.post('/periods/restate', restating, { account: 'lanhdao' });
    expect(restated.closed).toEqual(signed.closed);
    expect(restated.restatements).toMatchObject([{ reason: restating.reason }]);
    expect(onTime(restated.restatements[0])).toContainEqual({ term: 'withdrawn', number: 1 });
    expect(await differing()).toEqual([]);
    expect((await beside()).asSigned.restated).toEqual([]);
    for (const { signed: said, restated: again } of [(await beside()).figure, (await beside()).form]) {
      expect(said.asOf).toBe(signed.closed.asOf);
      expect(again).toMatchObject([{ reason: restating.reason }]);
    }
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body.differs).toBe(false);
    const { dossierId } = (await office.get(`/dossiers/${code}`, 'thanhtra')).body;
    await office.installation.db.query(
      `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
       values ('outcomes', 'live', 'dossier-' || $1, 1, '0', 'Unknown', 1, 'unknown')`,
      [dossierId],
    );
    const { body: without } = await office.get(`/periods?${query}`, 'thanhtra');
    await office.installation.db.query('delete from read.quarantine');
    expect([without.differs, without.now.quarantined]).toEqual([true, 1]);
  });

  it('are signed by who leads the province together with what stands beside the dossiers', async () => {
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const query = 'agency=H27&from=2026-11-01&to=2026-11-30';
    const inspected = async (day: string) => {
      const held = { inspectionId: randomUUID(), inspectedBy: 'H27', agency: 'H27.118', from: day, to: day };
      const told = { method: 'replay', decision: '12/QĐ-TTr', dossiers: [], outcome: 'no-violation' };
      expect((await office.post('/inspections', { ...held, ...told }, { account: 'thanhtra' })).status).toBe(201);
    };
    const inspections = (of: Said) =>
      of.figures.find(({ figure: name }) => name === 'inspections-by-replay')?.terms.map(({ number }) => number);
    await inspected('2026-11-30');
    const { body: signed } = await office.post('/periods/close', november, { account: 'chutich' });
    expect(namesOf(signed.closed)).toEqual([
      ...FIGURES.map(({ name }) => name),
      'flows',
      ...FORM_NAMES.map((name) => `form-${name}`),
    ]);
    expect(inspections(signed.closed)).toEqual([1, 0]);
    await inspected('2026-12-01');
    expect((await office.get(`/periods?${query}`, 'chutich')).body.differs).toBe(false);
    await inspected('2026-11-30');
    const { body: seen } = await office.get(`/periods?${query}`, 'chutich');
    expect([seen.differs, inspections(seen.closed), inspections(seen.now)]).toEqual([true, [1, 0], [2, 0]]);
    const comparedOf = async (path: string) => (await office.get(path, 'chutich')).body.signed?.compared;
    expect(await comparedOf('/reports/figures?figure=inspections-by-replay&period=2026-11')).toBe('otherwise');
    expect(await comparedOf('/reports/figures?figure=coordinated-fields&period=2026-11')).toBe('as-signed');
    expect(await comparedOf('/reports/forms/07b?period=2026-11-01/2026-11-30')).toBe('as-signed');
    expect(await comparedOf('/reports/forms/07b?period=2026-11')).toBeUndefined(); // 15/10 to 14/11
    const { text } = await request(office.server)
      .get('/reports/forms/07a?period=2026-11-01/2026-11-30&format=csv')
      .set('authorization', `Bearer ${await office.tokenOf('chutich')}`);
    expect(text).toContain('H27 đã khóa sổ kỳ này');
  });

  it('are held against what was signed though agencies come and go, and say where those are why they differ', async () => {
    const publishing = { ...office.installation, actor: { id: 'spec', role: 'administrator', agency: null } as const };
    const commune = (code: string, parent: string | null) => ({
      agencies: [
        {
          code,
          name: code,
          level: 'commune',
          kind: 'peoples-committee',
          parent,
          validFrom: '2025-07-01',
          validTo: null,
        },
      ],
    });
    await publish(publishing, (view) => importAgencies(commune('H27.999', 'H27'), view));
    for (const more of ['', '&agency=H27']) {
      const { signed } = await figure('chutich', more);
      expect([signed.agency, signed.compared]).toEqual(['H27', 'as-signed']);
    }
    await publish(publishing, (view) => importAgencies(commune('H27.118', null), view));
    const { body } = await office.post('/dossiers', {
      ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1 },
      ...{ applicant: { name: 'Lê Văn Đức', kind: 'citizen' }, request: 'Kết hôn', papers: [] },
    });
    last = body.position;
    expect((await figure('thanhtra', '&agency=H27')).signed).toMatchObject({
      ...{ agency: 'H27', compared: 'of-other-agencies', signed: { dossiers: 1 } },
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
