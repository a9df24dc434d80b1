import { DEMO_PASSWORD } from '#access';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '#testing';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

/** The whole way of a dossier must be the same whichever store keeps the log. */
describe.each(['PostgreSQL', 'EventStoreDB'] as const)('an office whose log is in %s', (technology) => {
  let double: EventStoreDbDouble | null = null;
  let office: RunningOffice;

  beforeAll(async () => {
    if (technology === 'EventStoreDB') double = await startEventStoreDbDouble();
    office = await runningOffice(double === null ? {} : { EVENT_STORE_URL: double.url });
  }, 60_000);
  afterAll(async () => {
    await office.stop();
    await double?.stop();
  });

  it('takes a dossier of several levels from its filing to its result, and shows it in register and timeline', async () => {
    const filed: Body = {
      ...{ procedure: '2.000986', channel: 'online', centre: 'H27.118.1', portalCode: 'G22-000042' },
      ...{ applicant: { name: 'Lê Văn Đức', kind: 'citizen' }, request: 'Đăng ký khai sinh', papers: [] },
    };
    const { body: submitted } = await office.post('/dossiers/submissions', filed, { account: 'cong' });
    const { portalCode: _, ...desk } = filed;
    const { body: received } = await office.post('/dossiers', { ...desk, dossierId: submitted.dossierId, sets: 1 });
    expect(received.code).toBe('G22.99-261120-0001'); // a group that was filed online bears the portal's identifier
    let last = received;
    const give = async (command: string, body: Body, account = 'thuly') => {
      const answer = await office.post(`/dossiers/${received.code}/${command}`, body, { account });
      expect([command, answer.status, answer.body.code]).toEqual([command, 200, received.code]);
      last = answer.body;
    };
    await give('request-supplement', { items: ['Giấy chứng sinh'], reason: 'Còn thiếu' });
    await give('complete-supplement', { papers: [] }, 'tiepnhan');
    const police = { name: 'thulycongan', role: 'case-officer', agency: 'H27.118.2' } as const;
    await office.installation.accounts.create(police, DEMO_PASSWORD);
    const insurance = { name: 'thulybaohiem', role: 'case-officer', agency: 'G24.H27.1' } as const;
    await office.installation.accounts.create(insurance, DEMO_PASSWORD);
    const legs = { birth: 'H27.118', residence: police.agency, insurance: insurance.agency };
    const takers = new Map<string, string>([police, insurance].map(({ agency, name }) => [agency, name]));
    for (const [at, [leg, to]] of Object.entries(legs).entries()) {
      await give('transfer-dossier', { to, leg, work: 'Giải quyết phần việc', form: 'electronic' });
      const taker = takers.get(to) ?? 'thuly';
      await give('accept-transfer', { transfer: at + 1, by: to }, taker);
      await give('complete-leg', { leg, by: to, result: 'Đã giải quyết', papers: [] }, taker);
    }
    await give('assign-dossier', { officer: 'thuly', step: 'appraise' }, 'truongbophan');
    await give('complete-step', { step: 'appraise' });
    await give('complete-step', { step: 'check' }, 'truongbophan');
    await give('approve-decision', { signer: 'Trần Văn Nam', documentNo: '12' }, 'lanhdao');
    await give('mark-result-ready', { papers: [] }, 'vanthu');
    await give('return-result', { to: 'Lê Văn Đức', how: 'electronic' }, 'tiepnhan');

    const { body: register } = await office.get(`/dossiers?name=duc&atLeast=${last.position}`);
    expect(register.dossiers).toMatchObject([{ code: received.code, status: 'returned', supplements: 1 }]);
    const { body: timeline } = await office.get(`/dossiers/${received.code}/timeline?atLeast=${last.position}`);
    expect(timeline.events).toHaveLength(last.revision + 1);
    expect(timeline.events.at(-1).title).toBe('trả kết quả');
    expect((await office.get(`/dossiers/${received.code}`)).body).toMatchObject({ status: 'returned' });
    const { body: health } = await office.get('/health');
    expect(health.eventStore.detail.technology).toBe(technology === 'EventStoreDB' ? 'EventStoreDB' : 'postgres');
  }, 30_000);
});
