import { oneDeskSupplement } from '#law';
import { refusalOf } from '#testing';

describe('Điều 16 NĐ 118/2025', () => {
  it('the desk may ask for completion once without giving a reason (ND118-2025/16.3)', () => {
    expect(refusalOf(() => oneDeskSupplement(0, null))).toBeNull();
  });

  it.each([null, '', '   '])('a second time without a reason (%j) is refused (ND118-2025/16.3)', (reason) => {
    expect(refusalOf(() => oneDeskSupplement(1, reason))).toMatchObject({
      code: 'second-desk-supplement',
      law: 'ND118-2025/16.3',
    });
  });

  it('a second time with the reason of its override passes (ND118-2025/16.3)', () => {
    expect(refusalOf(() => oneDeskSupplement(1, 'Luật chuyên ngành mới có hiệu lực'))).toBeNull();
  });
});
