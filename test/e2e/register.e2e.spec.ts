import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const filedBy = (name: string, phone: string | null, procedure = '1.000894'): Body => ({
  procedure,
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name, kind: 'citizen', phone },
  request: 'Đề nghị giải quyết',
  papers: [],
  sets: 1,
});

describe('the register over HTTP', () => {
  let office: RunningOffice;
  const codes = new Map<string, string>();
  let last = '';

  beforeAll(async () => {
    office = await runningOffice();
    for (const [at, name] of ['Nguyễn Đức An', 'Trần Thị Ánh', 'Lê Văn Đức', 'Phạm An Khang', 'Hoàng Ân'].entries()) {
      office.clock.at = `2026-11-20T02:0${at}:00.000Z`;
      const { body } = await office.post('/dossiers', filedBy(name, `091200000${at}`));
      codes.set(name, body.code);
      last = body.position;
    }
  }, 60_000);
  afterAll(() => office.stop());

  const names = async (query: string) => {
    const { body } = await office.get(`/dossiers?atLeast=${last}&${query}`);
    return body.dossiers.map(({ applicantName }: { applicantName: string }) => applicantName);
  };

  it.each([
    ['name=nguyen+duc', ['Nguyễn Đức An']],
    [`name=${encodeURIComponent('Đức')}`, ['Lê Văn Đức', 'Nguyễn Đức An']],
    ['name=an', ['Hoàng Ân', 'Phạm An Khang', 'Trần Thị Ánh', 'Nguyễn Đức An']],
    ['name=khac', []],
    ['phone=%2B84912000002', ['Lê Văn Đức']],
    ['procedure=1.000656', []],
    ['agency=H27.118&limit=1', ['Hoàng Ân']],
    ['agency=H27.119', []],
    ['status=returned', []],
    ['open=true&order=due&limit=2', ['Nguyễn Đức An', 'Trần Thị Ánh']],
    ['dueBefore=2026-11-26T09:01:30', ['Trần Thị Ánh', 'Nguyễn Đức An']], // 3 working days from 20/11 09:00 and 09:01
  ])('answers %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('shows when it was received and is due, in Vietnam time', async () => {
    const { body } = await office.get(`/dossiers?code=${codes.get('Nguyễn Đức An')}`);
    expect(body.dossiers).toMatchObject([
      { receivedAt: '2026-11-20T09:00:00+07:00', dueCurrent: '2026-11-26T09:00:00+07:00', status: 'in-process' },
    ]);
  });

  it('finds a dossier by the beginning of its code', async () => {
    expect(await names('code=H27.118-261120-0003')).toEqual(['Lê Văn Đức']);
    expect(await names('code=H27.118-2611')).toHaveLength(5);
    expect(await names('code=%25')).toEqual([]);
  });

  it('turns pages that stay as they were while dossiers come in', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { body } = await office.get(`/dossiers?limit=2&atLeast=${last}${after === '' ? '' : `&after=${after}`}`);
      seen.push(...body.dossiers.map(({ applicantName }: { applicantName: string }) => applicantName));
      after = body.next;
      if (seen.length === 2) {
        office.clock.at = '2026-11-20T03:00:00.000Z';
        last = (await office.post('/dossiers', filedBy('Vũ Thị Mới', null))).body.position;
      }
    }
    expect(seen).toEqual(['Hoàng Ân', 'Phạm An Khang', 'Lê Văn Đức', 'Trần Thị Ánh', 'Nguyễn Đức An']);
  });

  it('counts by status, and follows a command that a query waits for', async () => {
    const before = (await office.get(`/dossiers/counts?atLeast=${last}`)).body;
    const asked = { items: ['Giấy xác nhận'], reason: 'Thiếu' };
    const code = codes.get('Lê Văn Đức');
    const { body } = await office.post(`/dossiers/${code}/request-supplement`, asked, { account: 'thuly' });
    const after = (await office.get(`/dossiers/counts?atLeast=${body.position}`)).body;
    expect(after).toEqual({
      ...before,
      'in-process': before['in-process'] - 1,
      'awaiting-supplement': before['awaiting-supplement'] + 1,
    });
    const { body: timeline } = await office.get(`/dossiers/${code}/timeline?atLeast=${body.position}`);
    expect(timeline.events.map(({ title }: { title: string }) => title)).toEqual([
      'tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)',
      'yêu cầu bổ sung sau thẩm định (Mẫu 02)',
    ]);
    expect(timeline.events[0].explanation).toContain('Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính');
  });

  it('says that it is behind rather than show what is old', async () => {
    const { status, body, headers } = await office.getOnce(`/dossiers?atLeast=${'f'.repeat(32)}`);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'read-model-behind', '1']);
  });

  it.each([
    ['status=lost'],
    ['limit=0'],
    ['limit=101'],
    ['dueBefore=tomorrow'],
    ['after=nonsense'],
    ['order=random'],
    ['atLeast=%00'],
    [`name=${'a'.repeat(201)}`],
  ])('refuses %s', async (query) => {
    const { status, body } = await office.get(`/dossiers?${query}`);
    expect([status, body.code]).toEqual([422, 'invalid-input']);
  });

  it('knows no timeline of a dossier that never was', async () => {
    expect((await office.get('/dossiers/H27.118-261120-9999/timeline')).body.code).toBe('unknown-dossier');
  });
});
