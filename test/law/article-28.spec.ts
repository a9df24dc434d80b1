import { codeAgency, codeParts, dossierCode, shortDay } from '#law';
import { refusalOf } from '#testing';

describe('Điều 28 NĐ 118/2025', () => {
  it('a code is the agency, the day of recording and the number in the day (ND118-2025/28.2)', () => {
    expect(dossierCode('H27.118', '2026-11-20', 7)).toBe('H27.118-261120-0007');
    expect(shortDay('2026-11-20')).toBe('261120');
  });

  it.each([
    ['one procedure at the counter', false, 'counter', 'H27.118'],
    ['one procedure filed online', false, 'online', 'H27.118'],
    ['a group at the counter', true, 'counter', 'H27.118.1'],
    ['a group by post', true, 'post', 'H27.118.1'],
    ['a group filed online', true, 'online', 'G22.99'],
  ] as const)(
    'the code of %s begins with the identifier of %s %s %s (ND118-2025/28.2)',
    (_, isGroup, channel, agency) => {
      expect(codeAgency({ isGroup, channel, centre: 'H27.118.1', decidingAgency: 'H27.118' })).toBe(agency);
    },
  );

  it('the ten thousandth of a day takes five digits (ND118-2025/28.2)', () => {
    expect(dossierCode('H27.118', '2026-11-20', 10_000)).toBe('H27.118-261120-10000');
  });

  it.each([
    ['H27.118-261120-0007', { agency: 'H27.118', day: '261120', sequence: 7 }],
    ['000.00.06.H56-231027-0361', { agency: '000.00.06.H56', day: '231027', sequence: 361 }], // as given before the merger
    ['H27.118-261120-10000', { agency: 'H27.118', day: '261120', sequence: 10_000 }],
  ])('%s is taken apart (ND118-2025/28.2)', (code, parts) => {
    expect(codeParts(code)).toEqual(parts);
  });

  it.each([
    '',
    'H27.118',
    'H27.118-261120-007',
    'H27.118-261120-0000',
    'h27-261120-0001',
    'H27-26112-0001',
    '-261120-0001',
    'H27-261120-0001\n',
  ])('%j is no code (ND118-2025/28.2)', (code) => {
    expect(refusalOf(() => codeParts(code))).toMatchObject({ code: 'invalid-input', law: 'ND118-2025/28.2' });
  });
});
