import request from 'supertest';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const hoa = { name: 'Nguyễn Thị Hoa', kind: 'citizen', phone: '0912 000 001' };
const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: hoa,
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};
const missingPaper = { items: ['Giấy xác nhận tình trạng hôn nhân'], reason: 'Còn thiếu' };

describe('a desk over HTTP', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  const received = async (): Promise<{ readonly dossierId: string; readonly code: string }> =>
    (await office.post('/dossiers', marriage)).body;

  it('receives a dossier, prints its receipt, finds it by code, and answers the same key as the first time', async () => {
    const { status, body, headers } = await office.post('/dossiers', marriage, { key: 'receive-1' });
    expect([status, headers['etag']]).toEqual([201, '"0"']);
    expect(body.code).toBe('H27.118-261120-0001');
    const receipt = await office.get(`/dossiers/${body.code}/receipt`);
    expect(receipt.body).toMatchObject({
      ...{ form: 'Mẫu 01', code: body.code, officer: 'tiepnhan', sets: 1 },
      ...{ centreName: 'Trung tâm Phục vụ hành chính công Xã Đức Thọ', applicant: { name: 'Nguyễn Thị Hoa' } },
      ...{ receivedAt: '2026-11-20T09:00:00+07:00', dueAt: '2026-11-26T09:00:00+07:00' },
    });
    expect((await office.get(`/dossiers/${body.code}`)).body).toMatchObject({
      dossierId: body.dossierId,
      status: 'in-process',
      nextStep: 'assign',
      dates: { first: '2026-11-26T09:00:00+07:00' }, // 3 working days: Monday 23, Wednesday 25, Thursday 26
    });
    expect((await office.post('/dossiers', marriage, { key: 'receive-1' })).body).toEqual(body);
  });

  it('takes a dossier through a supplement and a transfer to another level to its result', async () => {
    const { code } = await received();
    const give = async (command: string, body: Body, account = 'thuly') => {
      const answer = await office.post(`/dossiers/${code}/${command}`, body, { account });
      expect([command, answer.status, answer.body.code]).toEqual([command, 200, code]);
    };
    await give('request-supplement', missingPaper);
    office.clock.at = '2026-11-23T02:00:00.000Z';
    await give('complete-supplement', { papers: [] }, 'tiepnhan');
    await give('transfer-dossier', { to: 'H27.11', work: 'Xác minh', form: 'electronic' });
    await give('accept-transfer', { transfer: 1, by: 'H27.11' }, 'thulytinh');
    await give('transfer-dossier', { to: 'H27.118', work: 'Đã xác minh', form: 'electronic' }, 'thulytinh');
    await give('accept-transfer', { transfer: 2, by: 'H27.118' });
    await give('assign-dossier', { officer: 'thuly', step: 'appraise' }, 'truongbophan');
    await give('complete-step', { step: 'appraise' });
    await give('complete-step', { step: 'check' }, 'truongbophan');
    await give('approve-decision', { signer: 'Trần Văn Nam', documentNo: '12/QĐ' }, 'lanhdao');
    await give('mark-result-ready', { papers: [] }, 'vanthu');
    await give('return-result', { to: 'Nguyễn Thị Hoa', how: 'counter' }, 'tiepnhan');
    const { body } = await office.get(`/dossiers/${code}`);
    expect(body).toMatchObject({ status: 'returned', decision: 'granted', supplementRounds: 1 });
    expect(body.dates.lawful).toBe('2026-11-27T09:00:00+07:00'); // RESET on Monday 23: Wednesday 25, Thursday 26, Friday 27
    expect(body.explanation).toContain('Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính');
  });

  it.each<[string, Body, number, string]>([
    ['an unknown field', { ...marriage, extra: 1 }, 422, 'invalid-input'],
    ['a wrong type', { ...marriage, sets: '1' }, 422, 'invalid-input'],
    ['a list where a record is expected', { ...marriage, applicant: [] }, 422, 'invalid-input'],
    ['a field left out', { ...marriage, channel: undefined }, 422, 'invalid-input'],
    ['a day that does not exist', { ...marriage, effectiveAt: '2026-02-30T09:00:00Z' }, 422, 'invalid-input'],
    ['a day to come', { ...marriage, effectiveAt: '2027-11-20T09:00:00Z' }, 422, 'future-effective-time'],
    ['a late entry without a reason', { ...marriage, effectiveAt: '2026-03-02T09:00:00Z' }, 422, 'late-reason-missing'],
    [
      'a day outside the calendar',
      { ...marriage, effectiveAt: '2019-03-02T09:00:00Z', lateReason: 'Hồ sơ cũ' },
      409,
      'agency-closed',
    ],
    ['an unknown procedure', { ...marriage, procedure: '9.999999' }, 422, 'unknown-procedure'],
    ['an unknown case', { ...marriage, case: 9 }, 422, 'unknown-case'],
    ['an unknown agency', { ...marriage, decidingAgency: 'H27.999' }, 422, 'unknown-agency'],
    ['an abolished agency', { ...marriage, decidingAgency: 'H27.33' }, 409, 'agency-closed'],
    ['the desk of another centre', { ...marriage, centre: 'H27.119.1' }, 403, 'not-allowed'],
    ['no name', { ...marriage, applicant: { ...hoa, name: ' ' } }, 422, 'invalid-input'],
    ['a control character', { ...marriage, request: 'a\u0000b' }, 422, 'invalid-input'],
    ['half a character', { ...marriage, request: 'a\ud800b' }, 422, 'invalid-input'],
    ['a text without end', { ...marriage, request: 'x'.repeat(2_001) }, 422, 'invalid-input'],
    [
      'a hundred and one papers',
      { ...marriage, papers: Array.from({ length: 101 }, () => ({})) },
      422,
      'invalid-input',
    ],
    ['a fee below zero', { ...marriage, fee: -1 }, 422, 'invalid-input'],
    ['a megabyte', { ...marriage, request: 'x'.repeat(1_048_576) }, 413, 'too-large'],
    ['a key used for another body', { ...marriage, request: 'Việc khác' }, 409, 'key-reused'],
  ])('refuses %s and leaves no event', async (what, body, status, code) => {
    const before = await office.logged();
    const key = code === 'key-reused' ? 'receive-1' : what.replaceAll(' ', '-');
    const refused = await office.post('/dossiers', body, { key });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body.title).toMatch(/[.]$/);
    expect(await office.logged()).toBe(before);
  });

  it('refuses what would be due in a year that the calendar does not know, and guesses nothing', async () => {
    const before = office.clock.at;
    office.clock.at = '2027-12-30T02:00:00.000Z';
    const { status, body } = await office.post('/dossiers', marriage);
    office.clock.at = before;
    expect([status, body.code, body.year]).toEqual([422, 'calendar-not-loaded', 2028]);
  });

  it.each<[string, string, string, number]>([
    ['what is no JSON', 'application/json', '{"procedure":', 400],
    ['another content', 'text/plain', 'marriage', 415],
  ])('refuses %s', async (_what, type, text, status) => {
    const refused = await request(office.server)
      .post('/dossiers')
      .set('authorization', `Bearer ${await office.tokenOf('tiepnhan')}`)
      .set('content-type', type)
      .send(text);
    expect([refused.status, refused.body.status]).toEqual([status, status]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
  });

  it('refuses limits of nothing and of a million days in the calculator, and explains the rest', async () => {
    const ask = async (amount: number) =>
      (await office.post('/due', { from: '2026-11-23T15:40', limit: { amount, unit: 'working-day' } })).body;
    expect([(await ask(0)).code, (await ask(1_000_000)).code]).toEqual(['limit-out-of-range', 'limit-out-of-range']);
    const { dueAt, trace } = await ask(1);
    expect(dueAt).toBe('2026-11-25T15:40:00+07:00'); // Tuesday 24/11 is a holiday
    expect(trace.map(({ sentence }: { sentence: string }) => sentence)).toContain(
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
    );
  });

  it('names the law of a refusal that rests on one', async () => {
    const { code } = await received();
    await office.post(`/dossiers/${code}/approve-decision`, { signer: 'A', documentNo: '1' }, { account: 'lanhdao' });
    const { status, body } = await office.post(`/dossiers/${code}/reschedule-return`, {});
    expect([status, body.code, body.law]).toEqual([409, 'no-apology', 'ND118-2025/19.6']);
    const page = await request(office.server).get(body.type);
    expect([page.status, page.text.includes(body.title)]).toEqual([200, true]);
  });

  it('refuses who is not logged in, who may not, and who saw an older dossier', async () => {
    const nobody = await request(office.server).post('/dossiers').send(marriage);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'not-authenticated']);
    const inspector = await office.post('/dossiers', marriage, { account: 'thanhtra' });
    expect([inspector.status, inspector.body.code]).toEqual([403, 'not-allowed']);
    const { code } = await received();
    const fee = { amount: 1, receiptNo: '1' };
    const stale = await office.post(`/dossiers/${code}/pay-fee`, fee, { ifMatch: '"7"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale-revision']);
    expect((await office.post(`/dossiers/${code}/pay-fee`, fee, { ifMatch: '"0"' })).status).toBe(200);
  });

  it('lets one of two desks receive what was filed online; the other is told so and leaves nothing', async () => {
    const { sets: _sets, ...filed } = { ...marriage, channel: 'online', portalCode: 'G22-000001' };
    const { body } = await office.post('/dossiers/submissions', filed, { account: 'cong' });
    const take = { ...marriage, channel: 'online', dossierId: body.dossierId };
    const answers = await Promise.all([office.post('/dossiers', take), office.post('/dossiers', take)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already-received');
    const { body: dossier } = await office.get(`/dossiers/${body.dossierId}`);
    expect(dossier.status).toBe('in-process');
  });

  it('finds procedures with and without marks, and names what each needs', async () => {
    const [marked, bare] = await Promise.all([
      office.get(`/procedures?q=${encodeURIComponent('kết hôn')}&receivable=true`),
      office.get('/procedures?q=ket+hon&receivable=true'),
    ]);
    expect(marked.body).toEqual(bare.body);
    expect(bare.body.procedures.map(({ code }: { code: string }) => code)).toContain('1.000894');
    expect((await office.get('/procedures/1.000894')).body.local.deciderKind).toBe('commune');
    expect((await office.get('/procedures?limit=1000')).body.code).toBe('invalid-input');
  });

  it('logs out at once', async () => {
    const token = await office.tokenOf('truongbophan');
    const asked = (method: 'get' | 'delete', path: string) =>
      request(office.server)[method](path).set('authorization', `Bearer ${token}`);
    expect((await asked('get', '/agencies')).status).toBe(200);
    expect((await asked('delete', '/session')).status).toBe(204);
    expect((await asked('get', '/agencies')).status).toBe(401);
  });

  it('shows every command on the page of the API', async () => {
    const { body } = await request(office.server).get('/docs-json');
    const paths = Object.keys(body.paths);
    const operations: readonly { readonly summary?: string }[] = Object.values(body.paths).flatMap((path) =>
      Object.values(path as Record<string, object>),
    );
    expect(operations.filter(({ summary }) => summary === undefined || summary === '')).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['/dossiers', '/due', '/dossiers/{dossier}/request-supplement']));
    expect(body.paths['/dossiers/{dossier}/pay-fee'].post.requestBody.content['application/json'].schema).toMatchObject(
      {
        properties: { amount: { type: 'integer' }, receiptNo: { type: 'string' } },
      },
    );
  });

  it('is ready while its stores are', async () => {
    expect((await request(office.server).get('/health/live')).body).toEqual({ ok: true });
    const ready = await request(office.server).get('/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { ok: true, eventStore: true, readStore: true, catalogue: true }]);
  });
});
