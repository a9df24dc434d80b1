import { departs } from '#kernel';
import {
  begin,
  due,
  resume,
  sentence,
  sentences,
  traceOf,
  traceShape,
  type Limit,
  type Pause,
  type RecordedTrace,
  type SupplementPolicy,
  type TraceEntry,
} from '#working-time';
import { at, factsOf, refusalOf, vietnam } from '../test/vietnam.js';

const pause = (from: string, to: string): Pause => ({ from: at(from), to: at(to) });
const account = (
  from: string,
  amount: number,
  unit: Limit['unit'],
  policy?: SupplementPolicy,
  ...pauses: readonly Pause[]
) =>
  sentences(
    due({ from: at(from), limit: { amount, unit }, calendar: vietnam, ...(policy && { policy }), pauses }).trace,
  );

describe('the account of a due date, in sentences a clerk checks against the wall', () => {
  it('names the holiday that working days skip', () => {
    expect(account('2026-11-20 09:00', 3, 'working-day')).toEqual([
      'Thời hạn: 3 ngày làm việc',
      'Bắt đầu 09:00 Thứ Sáu 20/11/2026 (trong giờ làm việc): tính từ đó',
      'Thứ Sáu 20/11: ngày bắt đầu – không tính',
      'Từ Thứ Bảy 21/11 đến Chủ nhật 22/11: nghỉ cuối tuần – không tính',
      'Thứ Hai 23/11: tính 1 ngày làm việc',
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
      'Từ Thứ Tư 25/11 đến Thứ Năm 26/11: tính 2 ngày làm việc',
      'Hạn: 09:00 Thứ Năm 26/11/2026',
    ]);
  });

  it('names the Saturday worked in exchange', () => {
    expect(account('2026-08-21 10:00', 2, 'working-day')).toContain(
      'Thứ Bảy 22/08: làm việc (làm bù 31/8) – tính 1 ngày làm việc',
    );
  });

  it('calls each kind of day off by its name', () => {
    const lines = account('2026-08-28 14:00', 2, 'working-day');
    expect(lines).toContain('Thứ Hai 31/08: nghỉ hoán đổi với 22/8 – không tính');
    expect(lines).toContain('Từ Thứ Ba 01/09 đến Thứ Tư 02/09: nghỉ lễ Quốc khánh – không tính');
    expect(account('2026-04-24 14:00', 1, 'working-day')).toContain(
      'Thứ Hai 27/04: nghỉ bù Giỗ Tổ (26/4 Chủ nhật) – không tính',
    );
    expect(account('2026-02-12 10:00', 5, 'working-day')).toContain(
      'Từ Thứ Hai 16/02 đến Thứ Sáu 20/02: nghỉ Tết Bính Ngọ – không tính',
    );
  });

  it('says why a count waits for the next opening, and over which days', () => {
    expect(account('2026-11-23 17:20', 2, 'hour')).toEqual([
      'Thời hạn: 2 giờ làm việc',
      'Bắt đầu 17:20 Thứ Hai 23/11/2026 (từ giờ đóng cửa trở đi): tính từ 07:00 Thứ Tư 25/11',
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
      'Thứ Tư 25/11, 07:00–09:00: tính 120 phút làm việc',
      'Hạn: 09:00 Thứ Tư 25/11/2026',
    ]);
  });

  it.each([
    ['2026-11-20 06:00', 'Bắt đầu 06:00 Thứ Sáu 20/11/2026 (trước giờ mở cửa): tính từ 07:00 Thứ Sáu 20/11'],
    ['2026-11-20 11:30', 'Bắt đầu 11:30 Thứ Sáu 20/11/2026 (trong giờ nghỉ trưa): tính từ 13:30 Thứ Sáu 20/11'],
    ['2026-11-21 09:00', 'Bắt đầu 09:00 Thứ Bảy 21/11/2026 (ngày nghỉ): tính từ 07:00 Thứ Hai 23/11'],
  ])('says so of a start at %s', (from, line) => {
    expect(account(from, 1, 'hour')[1]).toBe(line);
  });

  it('accounts for every stretch of working hours: lunch, night, weekend, whole days as one', () => {
    expect(account('2026-11-19 16:00', 20.5, 'hour')).toEqual([
      'Thời hạn: 20,5 giờ làm việc',
      'Bắt đầu 16:00 Thứ Năm 19/11/2026 (trong giờ làm việc): tính từ đó',
      'Thứ Năm 19/11, 16:00–17:00: tính 60 phút làm việc',
      'Từ 17:00 Thứ Năm 19/11 đến 07:00 Thứ Sáu 20/11: ngoài giờ làm việc – không tính',
      'Thứ Sáu 20/11: tính 480 phút làm việc',
      'Từ 17:00 Thứ Sáu 20/11 đến 07:00 Thứ Hai 23/11: ngoài giờ làm việc – không tính',
      'Từ Thứ Bảy 21/11 đến Chủ nhật 22/11: nghỉ cuối tuần – không tính',
      'Thứ Hai 23/11: tính 480 phút làm việc',
      'Từ 17:00 Thứ Hai 23/11 đến 07:00 Thứ Tư 25/11: ngoài giờ làm việc – không tính',
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
      'Thứ Tư 25/11, 07:00–10:30: tính 210 phút làm việc', // 60 + 480 + 480 + 210 = 1230 = 20.5 h
      'Hạn: 10:30 Thứ Tư 25/11/2026',
    ]);
  });

  it('shows where calendar days end and how they roll', () => {
    expect(account('2026-11-04 09:00', 20, 'calendar-day').slice(2)).toEqual([
      '20 ngày kể từ Thứ Tư 04/11, kể cả ngày nghỉ: đến Thứ Ba 24/11',
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
      'Thứ Ba 24/11 là ngày nghỉ: chuyển sang Thứ Tư 25/11',
      'Hạn: 09:00 Thứ Tư 25/11/2026',
    ]);
  });

  it('shows the month clamped to its last day', () => {
    expect(account('2025-12-31 09:00', 2, 'month')[2]).toBe(
      '2 tháng kể từ Thứ Tư 31/12/2025: đến Thứ Bảy 28/02/2026 (ngày cuối tháng)',
    );
  });

  it('speaks of no clamp, no roll and no days put back where there are none', () => {
    expect(account('2026-10-20 09:00', 1, 'month').slice(2)).toEqual([
      '1 tháng kể từ Thứ Ba 20/10/2026: đến Thứ Sáu 20/11/2026',
      'Hạn: 09:00 Thứ Sáu 20/11/2026',
    ]);
    const withinOneDate = pause('2026-11-05 08:00', '2026-11-05 10:00');
    expect(account('2026-11-04 09:00', 14, 'calendar-day', 'PAUSE', withinOneDate).slice(4)).toEqual([
      '14 ngày kể từ Thứ Tư 04/11, kể cả ngày nghỉ: đến Thứ Tư 18/11',
      'Hạn: 09:00 Thứ Tư 18/11/2026',
    ]);
  });

  it('counts a day from its opening to its closing as a whole one', () => {
    expect(account('2026-11-20 07:00', 8, 'hour').slice(2)).toEqual([
      'Thứ Sáu 20/11: tính 480 phút làm việc',
      'Hạn: 17:00 Thứ Sáu 20/11/2026',
    ]);
  });

  it('calls 17:00 sharp after closing', () => {
    expect(account('2026-11-19 17:00', 1, 'hour')[1]).toBe(
      'Bắt đầu 17:00 Thứ Năm 19/11/2026 (từ giờ đóng cửa trở đi): tính từ 07:00 Thứ Sáu 20/11',
    );
  });

  it('goes by how the name of a day off begins', () => {
    const off = (name: string) => sentence({ is: 'holiday', from: '2026-11-24', to: '2026-11-24', days: 1, name });
    expect(off('Mồng một Tết cổ truyền')).toBe('Thứ Ba 24/11: nghỉ lễ Mồng một Tết cổ truyền – không tính');
    expect(off('Ngày nghỉ bù')).toBe('Thứ Ba 24/11: nghỉ lễ Ngày nghỉ bù – không tính');
  });

  it('names the hour that decides a same-day procedure', () => {
    expect(account('2026-11-23 15:40', 1, 'same-day')).toEqual([
      'Thời hạn: trong ngày làm việc',
      'Bắt đầu 15:40 Thứ Hai 23/11/2026 (trong giờ làm việc): tính từ đó',
      'Bắt đầu tính 15:40 Thứ Hai 23/11, từ 15:00 trở đi: trả kết quả trong ngày làm việc tiếp theo',
      'Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính',
      'Hạn: 17:00 Thứ Tư 25/11/2026',
    ]);
    expect(account('2026-11-18 09:00', 1, 'same-day')[2]).toBe(
      'Bắt đầu tính 09:00 Thứ Tư 18/11, trước 15:00: trả kết quả trong ngày',
    );
  });

  it('shows what a pause kept and how the count went on', () => {
    expect(
      account('2026-11-16 08:00', 2, 'working-day', 'PAUSE', pause('2026-11-16 15:00', '2026-11-18 18:00')),
    ).toEqual([
      'Thời hạn: 2 ngày làm việc',
      'Bắt đầu 08:00 Thứ Hai 16/11/2026 (trong giờ làm việc): tính từ đó',
      'Thứ Hai 16/11, 08:00–11:30: tính 210 phút làm việc',
      'Thứ Hai 16/11, 11:30–13:30: nghỉ trưa – không tính',
      'Thứ Hai 16/11, 13:30–15:00: tính 90 phút làm việc',
      'Từ 15:00 Thứ Hai 16/11 đến 18:00 Thứ Tư 18/11: tạm dừng – không tính, hạn trước đó 08:00 Thứ Tư 18/11; còn 660 phút làm việc',
      'Tiếp tục 18:00 Thứ Tư 18/11/2026 (từ giờ đóng cửa trở đi): tính từ 07:00 Thứ Năm 19/11',
      'Thứ Năm 19/11: tính 480 phút làm việc',
      'Từ 17:00 Thứ Năm 19/11 đến 07:00 Thứ Sáu 20/11: ngoài giờ làm việc – không tính',
      'Thứ Sáu 20/11, 07:00–10:00: tính 180 phút làm việc', // 210 + 90 + 480 + 180 = 960
      'Hạn: 10:00 Thứ Sáu 20/11/2026',
    ]);
  });

  it('ends the night and the lunch where a pause begins in them', () => {
    const night = account('2026-11-16 16:00', 8, 'hour', 'PAUSE', pause('2026-11-16 20:00', '2026-11-17 09:00'));
    expect(night).toContain('Thứ Hai 16/11, 17:00–20:00: ngoài giờ làm việc – không tính');
    const lunch = account('2026-11-16 11:00', 8, 'hour', 'PAUSE', pause('2026-11-16 12:00', '2026-11-17 09:00'));
    expect(lunch).toContain('Thứ Hai 16/11, 11:30–12:00: nghỉ trưa – không tính');
  });

  it.each([
    ['11:30', 3],
    ['13:30', 4], // 08:00–11:30, lunch
    ['17:00', 5], // and 13:30–17:00
  ])('speaks of nothing that takes no time before a pause that begins at %s', (time, at) => {
    const lines = account('2026-11-16 08:00', 16, 'hour', 'PAUSE', pause(`2026-11-16 ${time}`, '2026-11-18 09:00'));
    expect(lines.findIndex((line) => line.startsWith(`Từ ${time} Thứ Hai 16/11`))).toBe(at);
  });

  it('shows by how many dates pauses put back calendar days, and rolls once', () => {
    const pauses = [pause('2026-11-05 16:00', '2026-11-06 08:00'), pause('2026-11-09 16:00', '2026-11-15 08:00')];
    expect(account('2026-11-04 09:00', 10, 'calendar-day', 'PAUSE', ...pauses).slice(2)).toEqual([
      'Từ 16:00 Thứ Năm 05/11 đến 08:00 Thứ Sáu 06/11: tạm dừng – không tính, hạn trước đó 09:00 Thứ Hai 16/11; lùi hạn 1 ngày',
      'Tiếp tục 08:00 Thứ Sáu 06/11/2026 (trong giờ làm việc): tính từ đó',
      'Từ 16:00 Thứ Hai 09/11 đến 08:00 Chủ nhật 15/11: tạm dừng – không tính, hạn trước đó 09:00 Thứ Hai 16/11; lùi hạn 6 ngày',
      'Tiếp tục 08:00 Chủ nhật 15/11/2026 (ngày nghỉ): tính từ 07:00 Thứ Hai 16/11',
      'Chủ nhật 15/11: nghỉ cuối tuần – không tính',
      '10 ngày kể từ Thứ Tư 04/11, kể cả ngày nghỉ: đến Thứ Bảy 14/11',
      'Lùi 7 ngày tạm dừng: từ Thứ Bảy 14/11 đến Thứ Bảy 21/11',
      'Từ Thứ Bảy 21/11 đến Chủ nhật 22/11: nghỉ cuối tuần – không tính',
      'Thứ Bảy 21/11 là ngày nghỉ: chuyển sang Thứ Hai 23/11',
      'Hạn: 09:00 Thứ Hai 23/11/2026',
    ]);
  });

  it('says when a pause moved nothing', () => {
    expect(
      account('2026-11-16 08:00', 1, 'working-day', 'PAUSE', pause('2026-11-18 07:00', '2026-11-19 07:00')),
    ).toContain(
      'Từ 07:00 Thứ Tư 18/11 đến 07:00 Thứ Năm 19/11: tạm dừng sau ngày hết hạn (08:00 Thứ Ba 17/11) – hạn không đổi',
    );
    expect(
      account('2026-11-16 08:00', 1, 'working-day', 'PAUSE', pause('2026-11-13 07:00', '2026-11-13 08:00')),
    ).toContain('Thứ Sáu 13/11, 07:00–08:00: tạm dừng trước khi bắt đầu tính – hạn không đổi');
  });

  it('says that a supplement starts the count again', () => {
    expect(
      account('2026-11-02 08:00', 10, 'working-day', 'RESET', pause('2026-11-04 10:30', '2026-11-10 14:00')).slice(
        2,
        5,
      ),
    ).toEqual([
      'Từ 10:30 Thứ Tư 04/11 đến 14:00 Thứ Ba 10/11: tạm dừng – không tính, hạn trước đó 08:00 Thứ Hai 16/11; tính lại từ đầu',
      'Tiếp tục 14:00 Thứ Ba 10/11/2026 (trong giờ làm việc): tính từ đó',
      'Thứ Ba 10/11: ngày bắt đầu – không tính',
    ]);
  });

  it('says which of the published limits is counted', () => {
    expect(sentence({ is: 'limit', amount: 1.5, unit: 'working-day', basis: 'local' })).toBe(
      'Thời hạn: 1,5 ngày làm việc (do địa phương công bố)',
    );
    expect(sentence({ is: 'limit', amount: 2, unit: 'month', basis: 'statutory' })).toBe(
      'Thời hạn: 2 tháng (theo quy định)',
    );
  });
});

describe('the trace as data', () => {
  it('is small: fifty working days take fewer entries than weeks and holidays suggest', () => {
    const { trace } = begin({
      from: at('2026-09-07 09:00'),
      limit: { amount: 50, unit: 'working-day' },
      calendar: vietnam,
    });
    expect(trace).toHaveLength(25); // limit, start, start day, end; 4 + 9 × 5 + 1 days in 11 runs, 10 weekends between
  });

  it('of a resumed count tells the pause, the resume and the rest', () => {
    const { count } = begin({
      from: at('2026-11-16 08:00'),
      limit: { amount: 2, unit: 'working-day' },
      calendar: vietnam,
    });
    const resumed = resume({
      calendar: vietnam,
      count,
      pause: pause('2026-11-16 15:00', '2026-11-18 18:00'),
      policy: 'PAUSE',
    });
    expect(resumed.trace.map((entry) => entry.is)).toEqual([
      'limit',
      'pause',
      'resume',
      'working-days',
      'outside-hours',
      'counted',
      'end',
    ]);
  });

  it('of a count that starts again tells the whole limit anew, and holds no empty field', () => {
    const { count, trace } = begin({
      from: at('2026-11-16 08:00'),
      limit: { amount: 1, unit: 'working-day' },
      calendar: vietnam,
    });
    expect(trace[0]).toStrictEqual({ is: 'limit', amount: 1, unit: 'working-day' });
    const again = pause('2026-11-16 15:00', '2026-11-18 09:00');
    const resumed = resume({ calendar: vietnam, count, pause: again, policy: 'RESET' });
    expect(resumed.trace).toStrictEqual([
      { is: 'limit', amount: 1, unit: 'working-day' },
      { is: 'pause', ...again, policy: 'RESET', dueBefore: at('2026-11-17 08:00') },
      { is: 'resume', from: again.to, to: again.to, because: 'working-time' },
      { is: 'start-day', on: '2026-11-18' },
      { is: 'working-days', from: '2026-11-19', to: '2026-11-19', days: 1 },
      { is: 'end', at: at('2026-11-19 09:00') },
    ]);
  });

  it('is refused as corrupt when an entry lacks what its kind says', () => {
    const recorded: RecordedTrace = [{ is: 'holiday', from: '2026-11-24', to: '2026-11-24', days: 1 }];
    expect(departs(traceShape, recorded)).toBeNull();
    expect(refusalOf(() => traceOf(recorded))).toBe('dossier-corrupt');
    expect(factsOf(() => traceOf(recorded))).toEqual({ traceEntry: 'holiday' });
  });

  it('types every entry as one that events can carry', () => {
    const recorded = (trace: readonly TraceEntry[]): RecordedTrace => trace;
    expect(recorded([{ is: 'end', at: at('2026-11-20 10:00') }])).toHaveLength(1);
  });
});
