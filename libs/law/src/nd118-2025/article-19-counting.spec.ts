import {
  APOLOGY_WORKING_DAYS_BEFORE,
  DEFAULT_SUPPLEMENT_POLICY,
  SUPPLEMENT_NOTICE_WITHIN,
  SUPPLEMENT_WITHIN_CALENDAR_DAYS,
} from '#law';

describe('Điều 19 NĐ 118/2025, what it counts', () => {
  it('a supplement is asked for within 03 working days ("không quá 03 ngày làm việc", ND118-2025/19.5)', () => {
    expect(SUPPLEMENT_NOTICE_WITHIN).toEqual({ amount: 3, unit: 'working-day' });
  });

  it('a supplement is given within 15 days ("Sau 15 ngày kể từ khi thông báo", ND118-2025/19.5)', () => {
    expect(SUPPLEMENT_WITHIN_CALENDAR_DAYS).toBe(15);
  });

  it('the limit is counted again from the start ("được tính lại từ đầu", ND118-2025/19.5)', () => {
    expect(DEFAULT_SUPPLEMENT_POLICY).toBe('RESET');
  });

  it('an apology is owed 01 day before ("chậm nhất 01 ngày trước ngày hết hạn", ND118-2025/19.6)', () => {
    expect(APOLOGY_WORKING_DAYS_BEFORE).toBe(1);
  });
});
