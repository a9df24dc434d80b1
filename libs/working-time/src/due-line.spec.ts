import { dueLine, type WorkingCalendar } from '#working-time';
import { vietnam } from '../test/vietnam.js';

const ask = (question: unknown) =>
  JSON.parse(dueLine(typeof question === 'string' ? question : JSON.stringify(question), vietnam));
const threeDays = { amount: 3, unit: 'working-day' };

describe('one question a line (due --stdin)', () => {
  it('is answered by the due date, the apology and the account, in Vietnam time', () => {
    const answer = ask({ from: '2026-11-20T09:00:00+07:00', limit: threeDays });
    expect(Object.keys(answer)).toEqual(['dueAt', 'apologyBy', 'trace']);
    expect([answer.dueAt, answer.apologyBy]).toEqual(['2026-11-26T09:00:00+07:00', '2026-11-25T17:00:00+07:00']);
    expect(answer.trace).toContainEqual({
      is: 'holiday',
      from: '2026-11-24',
      to: '2026-11-24',
      days: 1,
      name: 'Ngày Văn hóa Việt Nam',
      sentence: 'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
    });
    expect(answer.trace.at(-1)).toEqual({
      is: 'end',
      at: '2026-11-26T09:00:00+07:00',
      sentence: 'Hạn: 09:00 Thứ Năm 26/11/2026',
    });
  });

  it('is answered on one line', () => {
    expect(dueLine(JSON.stringify({ from: '2026-11-20T09:00', limit: threeDays }), vietnam)).not.toContain('\n');
    expect(dueLine('{"from":"a\\nb"}', vietnam)).not.toContain('\n');
  });

  it('answers null where no apology can be in time', () => {
    expect(ask({ from: '2026-11-23T15:40', limit: { amount: 1, unit: 'same-day' } })).toMatchObject({
      dueAt: '2026-11-25T17:00:00+07:00',
      apologyBy: null,
    });
  });

  it.each([
    '2026-11-20T09:00',
    '2026-11-20T09:00:00',
    '2026-11-20T09:00:59.999',
    '2026-11-20T02:00:00Z',
    '2026-11-20T02:00:00.000Z',
    '2026-11-20T10:00:00+08:00',
    '2026-11-19T21:00-05:00',
    '2026-11-20T09:00+0700',
  ])('reads %s as 09:00 in Vietnam', (from) => {
    expect(ask({ from, limit: threeDays }).dueAt).toBe('2026-11-26T09:00:00+07:00');
  });

  it('tells pauses in Vietnam time too, and names as they are', () => {
    const zone = {
      ...vietnam,
      years: [{ year: 2026, status: 'official', off: { '2026-11-03': 'Ngày Z' }, worked: {} }],
    };
    const question = {
      from: '2026-11-02T08:00',
      limit: { amount: 2, unit: 'working-day' },
      policy: 'PAUSE',
      pauses: [{ from: '2026-11-04T10:30', to: '2026-11-05T14:00' }],
    };
    const { trace } = JSON.parse(dueLine(JSON.stringify(question), zone));
    expect(trace).toContainEqual(expect.objectContaining({ is: 'holiday', from: '2026-11-03', name: 'Ngày Z' }));
    expect(trace).toContainEqual({
      is: 'pause',
      from: '2026-11-04T10:30:00+07:00',
      to: '2026-11-05T14:00:00+07:00',
      policy: 'PAUSE',
      dueBefore: '2026-11-05T08:00:00+07:00', // Tue 3 is off: Wed 4 = 1, Thu 5 = 2
      remaining: 330, // Wed 60 + 210, Thu 60
      sentence:
        'Từ 10:30 Thứ Tư 04/11 đến 14:00 Thứ Năm 05/11: tạm dừng – không tính, hạn trước đó 08:00 Thứ Năm 05/11; còn 330 phút làm việc',
    });
  });

  it('takes pauses and their policy', () => {
    const question = {
      from: '2026-11-02T08:00',
      limit: { amount: 10, unit: 'working-day' },
      pauses: [{ from: '2026-11-04T10:30', to: '2026-11-10T14:00' }],
    };
    expect(ask(question).dueAt).toBe('2026-11-25T14:00:00+07:00');
    expect(ask({ ...question, policy: 'RESET' }).dueAt).toBe('2026-11-25T14:00:00+07:00');
    expect(ask({ ...question, policy: 'PAUSE' }).dueAt).toBe('2026-11-20T09:30:00+07:00');
  });

  it('needs no amount for a same-day procedure', () => {
    const limit = { unit: 'same-day' };
    expect(ask({ from: '2026-11-18T09:00', limit }).dueAt).toBe('2026-11-18T17:00:00+07:00');
    expect(ask({ from: '2026-11-18T09:00', limit: { ...limit, amount: null } })).toEqual(
      ask({ from: '2026-11-18T09:00', limit }),
    );
  });

  it('takes a policy and pauses that are null for none', () => {
    const question = { from: '2026-11-20T09:00', limit: threeDays };
    expect(ask({ ...question, policy: null, pauses: null })).toEqual(ask(question));
  });

  it('reads fractions of a second written with a comma', () => {
    expect(ask({ from: '2026-11-20T09:00:59,5', limit: threeDays }).dueAt).toBe('2026-11-26T09:00:00+07:00');
  });
});

describe('a question that cannot be answered', () => {
  const from = '2026-11-20T09:00';
  const limit = threeDays;

  it.each<[unknown, string]>([
    ['', 'JSON'],
    ['tomorrow', 'JSON'],
    ['{"from":', 'JSON'],
    ['[]', 'đối tượng'],
    ['null', 'đối tượng'],
    ['3', 'đối tượng'],
    [{ limit }, 'from'],
    [{ from }, 'limit'],
    [{ from: null, limit }, 'from'],
    [{ from: 1_795_000_000, limit }, 'from'],
    [{ from: '2026-11-20', limit }, 'from'],
    [{ from: 'tomorrow', limit }, 'from'],
    [{ from: '2026-02-30T09:00', limit }, '2026-02-30'],
    [{ from: '2026-13-01T09:00', limit }, '2026-13-01'],
    [{ from: '2026-11-20T24:00', limit }, 'from'],
    [{ from: '2026-11-20T09:60', limit }, 'from'],
    [{ from: '2026-11-20T09:00+25:00', limit }, 'from'],
    [{ from: '2026-00-20T09:00', limit }, 'from: không có ngày 2026-00-20'],
    [{ from: ' 2026-11-20T09:00', limit }, 'from'],
    [{ from, limit: '3 working-day' }, 'limit'],
    [{ from, limit: { amount: '3', unit: 'working-day' } }, 'limit.amount'],
    [{ from, limit: { amount: null, unit: 'hour' } }, 'limit.amount'],
    [{ from, limit: { amount: 3, unit: 'week' } }, 'limit.unit'],
    [{ from, limit: { amount: 3, unit: 'toString' } }, 'limit.unit'],
    [{ from, limit: { amount: 3 } }, 'limit.unit'],
    [{ from, limit: { ...limit, kind: 'local' } }, 'limit.kind'],
    [{ from, limit, until: from }, 'until'],
    [`{"from":"${from}","limit":{"amount":3,"unit":"hour"},"__proto__":{}}`, '__proto__'],
    [{ from, limit, toString: 1 }, 'toString'],
    [{ from, limit, policy: 'reset' }, 'policy'],
    [{ from, limit, pauses: {} }, 'pauses'],
    [{ from, limit, pauses: [null] }, 'pauses[0]'],
    [{ from, limit, pauses: [{ from }] }, 'pauses[0].to'],
    [{ from, limit, pauses: [{ from, to: '2026-02-30T09:00' }] }, 'pauses[0].to'],
    [{ from, limit, pauses: [{ from, to: from, why: '' }] }, 'pauses[0].why'],
  ])('is invalid input, and what is wrong is said: %j', (question, named) => {
    const answer = ask(question);
    expect(Object.keys(answer)).toEqual(['error', 'message']);
    expect(answer.error).toBe('invalid-input');
    expect(answer.message).toContain(named);
  });

  it.each<[unknown, string]>([
    ['tomorrow', 'dòng không phải là JSON hợp lệ'],
    ['[]', 'phải là một đối tượng JSON'],
    [{ from: 3, limit }, 'from: phải là chuỗi ngày giờ ISO 8601'],
    [
      { from: '2026-11-20', limit },
      'from: phải là ngày và giờ ISO 8601, ví dụ 2026-11-20T09:00 hoặc 2026-11-20T09:00:00+07:00',
    ],
    [{ from: '2026-02-30T09:00', limit }, 'from: không có ngày 2026-02-30'],
    [{ from, limit: 3 }, 'limit: phải là một đối tượng JSON'],
    [
      { from, limit: { amount: 3, unit: 'week' } },
      'limit.unit: phải là một trong working-day, calendar-day, month, hour, same-day',
    ],
    [{ from, limit: { amount: '3', unit: 'hour' } }, 'limit.amount: phải là một số'],
    [{ from, limit: { amount: '3', unit: 'same-day' } }, 'limit.amount: phải là một số'],
    [{ from, limit, until: from }, 'until: trường không được biết'],
    [{ from, limit: { ...limit, kind: 'local' } }, 'limit.kind: trường không được biết'],
    [{ from, limit, policy: 'reset' }, 'policy: phải là RESET hoặc PAUSE'],
    [{ from, limit, pauses: {} }, 'pauses: phải là một danh sách'],
    [{ from, limit, pauses: [{ from: 1, to: from }] }, 'pauses[0].from: phải là chuỗi ngày giờ ISO 8601'],
    [{ from, limit, pauses: [{ from, to: 1 }] }, 'pauses[0].to: phải là chuỗi ngày giờ ISO 8601'],
    [{ from: '2028-01-03T09:00', limit }, `Lịch ${vietnam.id} chưa có năm 2028`],
    [
      { from, limit: { amount: 1.5, unit: 'month' } },
      'Thời hạn 1.5 month không hợp lệ: phải lớn hơn 0, không quá 10000, phần lẻ chỉ với ngày hoặc giờ làm việc và phải tròn phút',
    ],
    [
      { from, limit, pauses: [{ from: '2026-11-23T10:00', to: '2026-11-23T09:00' }] },
      'Tạm dừng kết thúc (2026-11-23T02:00:00.000Z) trước khi bắt đầu (2026-11-23T03:00:00.000Z)',
    ],
  ])('is answered in words that say what to put right: %j', (question, message) => {
    expect(ask(question).message).toBe(message);
  });

  const failing = (thrown: unknown): WorkingCalendar => ({
    ...vietnam,
    get years(): never {
      throw thrown;
    },
  });

  it('is answered even when something breaks', () => {
    const line = JSON.stringify({ from, limit });
    expect(JSON.parse(dueLine(line, failing(new Error('disk'))))).toEqual({ error: 'internal-error', message: 'disk' });
    expect(JSON.parse(dueLine(line, failing('disk')))).toEqual({ error: 'internal-error', message: 'disk' });
  });

  it('says what a calendar that contradicts itself is', () => {
    const broken = { ...vietnam, workingHours: [] };
    expect(JSON.parse(dueLine(JSON.stringify({ from, limit }), broken))).toEqual({
      error: 'invalid-input',
      message: JSON.stringify({ calendar: vietnam.id, at: 'workingHours' }),
    });
  });

  it.each<[number | string, string]>([
    [0, 'working-day'],
    [-1, 'hour'],
    [1_000_000, 'working-day'],
    [1_000_000, 'hour'],
    ['1e999', 'hour'],
    [1.5, 'calendar-day'],
    [0.001, 'hour'],
  ])('has a limit out of range: %p %s', (amount, unit) => {
    expect(ask(`{"from":"${from}","limit":{"amount":${amount},"unit":"${unit}"}}`).error).toBe('limit-out-of-range');
  });

  it.each([
    { from: '2023-12-29T09:00', limit },
    { from: '2028-01-03T09:00', limit },
    { from: '0000-01-01T00:00+14:00', limit },
    { from: '9999-12-31T23:59-14:00', limit },
    { from: '2027-12-30T09:00', limit },
    { from, limit, pauses: [{ from: '2027-12-30T09:00', to: '2028-01-03T09:00' }] },
  ])('leaves the calendar: %j', (question) => {
    expect(ask(question)).toEqual({ error: 'calendar-not-loaded', message: expect.stringContaining('chưa có năm') });
  });

  it('has a pause that ends before it begins', () => {
    const pauses = [{ from: '2026-11-23T10:00', to: '2026-11-23T09:00' }];
    expect(ask({ from, limit, pauses }).error).toBe('pause-out-of-order');
  });

  it('is answered all the same when it nests ten thousand deep or is a mebibyte long', () => {
    expect(ask('['.repeat(10_000)).error).toBe('invalid-input');
    expect(ask({ from: 'x'.repeat(1_048_576), limit }).error).toBe('invalid-input');
  });
});
