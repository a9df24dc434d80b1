import { asQuery, asVector, phoneDigits, searchWords } from './search-words.js';

describe('what names are searched by', () => {
  it.each([
    ['Nguyễn Đức An', ['nguyen', 'duc', 'an']],
    ['NGUYỄN  đức-an', ['nguyen', 'duc', 'an']],
    ['Ðặng', ['dang']], // an eth, which some keyboards write for Đ
    ['Công ty TNHH 1', ['cong', 'ty', 'tnhh', '1']],
    ['An An', ['an']],
    ["'; drop table", ['drop', 'table']],
    ['…', []],
  ])('%s', (name, words) => {
    expect(searchWords(name)).toEqual(words);
  });

  it('is the same for a name written with combined or with separate marks', () => {
    expect(searchWords('Nguyễn'.normalize('NFD'))).toEqual(searchWords('Nguyễn'.normalize('NFC')));
  });

  it('asks for beginnings of words, in any order; nothing where there is no word', () => {
    expect(asVector('Đức An')).toBe("'duc' 'an'");
    expect(asQuery('an ĐỨ')).toBe("'an':* & 'du':*");
    expect(asQuery(' – ')).toBeNull();
  });
});

describe('telephone numbers as they are dialled in Vietnam', () => {
  it.each([
    ['0912 000 001', '0912000001'],
    ['+84 912 000 001', '0912000001'],
    ['0084912000001', '0912000001'],
    ['84', '84'],
    ['', ''],
  ])('%s', (written, digits) => {
    expect(phoneDigits(written)).toBe(digits);
  });
});
