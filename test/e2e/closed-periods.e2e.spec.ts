import request from 'supertest';
import { randomUUID } from 'node:crypto';
import { importAgencies } from '#catalogue';
import { publish } from '#installation';
import { DOSSIER_FIGURES, FIGURES, FORM_NAMES } from '#reports';
import { officeInDecember } from './office-in-december.js';
import { marriage, type RunningOffice } from './running-office.js';

const FIGURE = 'figure=on-time-rate&period=2026-11';

interface Said {
  readonly figures: readonly {
    readonly figure: string;
    readonly terms: readonly { readonly term: string; readonly number: number }[];
  }[];
}
const namesOf = ({ figures }: Said) => figures.map(({ figure }) => figure);

describe('figures of a closed period', () => {
  let office: RunningOffice;
  let code = '';
  let last = '';

  beforeAll(async () => {
    ({ office, code, position: last } = await officeInDecember());
  }, 60_000);
  afterAll(() => office.stop());

  const figure = async (account: string, more = '') =>
    (await office.get(`/reports/figures?${FIGURE}&atLeast=${last}${more}`, account)).body;

  it('are signed once by a leader, and what changes after is said beside them with its reason', async () => {
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const query = 'agency=H27.118&from=2026-11-01&to=2026-11-30';
    expect((await office.get(`/periods?${query}`, 'thanhtra')).body.code).toBe('period-not-closed');
    expect((await office.post('/periods/close', november, { account: 'thuly' })).status).toBe(403);
    const future = { from: '2026-12-01', to: '2026-12-31' };
    expect((await office.post('/periods/close', future, { account: 'lanhdao' })).body.code).toBe('period-not-over');
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
    // Of the agencies below theirs a case officer sees nothing.
    expect((await office.get(`/periods?${query}`, 'thuly')).body).toMatchObject({ status: 403, code: 'not-allowed' });
    expect((await office.get(`/periods?${query}`, 'lanhdao')).status).toBe(200);
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
    let early = '';
    for await (const { position } of office.installation.store.read('agency-H27.118')) early = position;
    expect(first.figure).toMatchObject({ agency: 'H27.118', said: { asOf: signed.closed.asOf }, restated: [] });
    expect(first.goal).toMatchObject({
      agency: 'H27.118',
      said: { rate: null, isOfToday: true },
      compared: 'as-signed',
    });
    expect(await differing()).toEqual([]);
    for (const [account, more] of [
      ['thanhtra', ''],
      ['lanhdao', '&agency=H27.118.1'],
      // Sees the dossiers of the agency, and not of those below it, whatever the past knew of them.
      ['thuly', '&agency=H27.118'],
      ['thuly', `&agency=H27.118&asOf=${early}`],
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
    for (const { said, restated: again } of [(await beside()).figure, (await beside()).form]) {
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
    const { body } = await office.post('/dossiers', marriage);
    last = body.position;
    expect((await figure('thanhtra', '&agency=H27')).signed).toMatchObject({
      ...{ agency: 'H27', compared: 'of-other-agencies', said: { dossiers: 1 } },
    });
    // Those below the commune leave it: its leader has signed of them, its officers never saw them.
    const { view } = office.installation.catalogue;
    const left = view.allAgencies().filter(({ parent }) => parent === 'H27.118');
    await publish(publishing, (now) =>
      importAgencies({ agencies: left.map((one) => ({ ...one, parent: 'H27' })) }, now),
    );
    expect(view.subtreeOf('H27.118')).toEqual(['H27.118']);
    expect((await figure('lanhdao')).signed).toMatchObject({ agency: 'H27.118' });
    expect((await figure('thuly', '&agency=H27.118')).signed).toBeNull();
    const november = 'agency=H27.118&from=2026-11-01&to=2026-11-30';
    expect((await office.get(`/periods?${november}`, 'lanhdao')).status).toBe(200);
    expect((await office.get(`/periods?${november}`, 'thuly')).status).toBe(403);
  });
});
