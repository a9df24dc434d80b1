import fc from 'fast-check';
import { cleanFileName, downloadName } from '#papers';

describe('the name of a file', () => {
  it.each([
    ['tờ khai.pdf', 'tờ khai.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Hoa\\a.pdf', 'a.pdf'],
    ['....pdf', 'pdf'],
    ['.htaccess', 'htaccess'],
    ['a\u0000\r\nb.pdf', 'ab.pdf'],
    ['hoa\u202efdp.exe', 'hoafdp.exe'],
    ['"a"<b>|c?.pdf', '_a__b__c_.pdf'],
    [`${'a'.repeat(500)}.pdf`, `${'a'.repeat(146)}.pdf`],
    ['..', null],
    ['', null],
    ['///', null],
  ])('%j is kept as %j', (given, kept) => expect(cleanFileName(given)).toBe(kept));

  it('holds nothing, whatever was given, that leads elsewhere or does not print', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const kept = cleanFileName(given);
        expect(kept ?? 'x').not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.|^$/u);
        expect((kept ?? '').length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 300, seed: 118 },
    ));

  it.each([
    ['a.PDF', 'application/pdf', 'a.PDF'],
    ['a.exe', 'application/pdf', 'a.exe.pdf'],
    ['a.jpeg', 'image/jpeg', 'a.jpeg'],
    [null, 'image/tiff', 'giay-to.tif'],
    ['a', 'text/html', 'a'],
  ])('%j of %s is saved as %j', (name, type, saved) => expect(downloadName(name, type)).toBe(saved));
});
