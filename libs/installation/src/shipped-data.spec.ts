import { readJson, shippedFile } from './shipped-data.js';

const FIELD = 'Cấp, quản lý căn cước';

describe('a file that is read', () => {
  it('has one name in one encoding, escaped or not', () => {
    const apart = FIELD.normalize('NFD');
    const escaped = JSON.stringify({ field: apart }).replaceAll(
      /[^ -~]/gu,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    for (const text of [JSON.stringify({ field: apart }), escaped])
      expect(readJson(text)).toEqual({ field: FIELD.normalize('NFC') });
    expect(() => readJson('{')).toThrow(SyntaxError);
  });

  it.each(['procedures.demo.json', 'procedures.national.json'] as const)('%s, though it ships otherwise', (name) => {
    const text = JSON.stringify(shippedFile(name));
    expect(text).toBe(text.normalize('NFC'));
    expect(text).toContain(FIELD.normalize('NFC'));
  });
});
