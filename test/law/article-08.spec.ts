import { doing, on } from '#testing';
import { dutiesAfter } from './duties.js';

const received = doing('ReceiveDossier', on('2026-11-02 08:00')); // ten working days: due Mon 16/11 08:00
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));

describe('Điều 8 khoản 1 điểm d NĐ 118/2025 (noticesBy)', () => {
  it('who owes the result is urged before its date and when it has passed (ND118-2025/8.1.d)', () => {
    const { toldBy } = dutiesAfter(received, assigned);
    expect(toldBy('2026-11-13 07:59', 'result')).toEqual([]);
    expect(toldBy('2026-11-13 08:00', 'result')).toEqual(['warning']); // one working day before Mon 16/11 08:00
    expect(toldBy('2026-11-16 08:00', 'result')).toEqual(['overdue']);
  });
});
