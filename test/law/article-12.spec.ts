import { doing, on } from '#testing';
import { dutiesAfter } from './duties.js';

const received = doing('ReceiveDossier', on('2026-11-02 08:00')); // ten working days: due Mon 16/11 08:00
const announced = doing('ForecastLateness', on('2026-11-10 09:00'), { by: 'officer' });

describe('Điều 12 khoản 5 NĐ 118/2025', () => {
  it('the deciding agency says why it is late, is sorry, and names a new date (ND118-2025/12.5)', () => {
    expect(dutiesAfter(received).of('apology')).toBeNull();
    expect(dutiesAfter(received, announced).of('apology')).toEqual({
      holder: 'leader@H27.118',
      due: '2026-11-13 17:00', // the last working day before Mon 16/11
      outcome: 'open',
    });
    const sorry = doing('IssueApology', on('2026-11-12 09:00'));
    expect(dutiesAfter(received, announced, sorry).of('apology')?.outcome).toBe('kept');
  });
});
