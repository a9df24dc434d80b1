import { FIGURES } from './figures/any-figure.js';
import { COLUMNS } from './forms/counts.js';
import { PROGRESS_COLUMNS } from './forms/progress-766.js';
import { nameOfSigned } from './signed-name.js';

describe('what was signed', () => {
  it.each(FIGURES.map((figure) => [figure.name, figure] as const))(
    '%s is named with each of its terms',
    (name, figure) => {
      const { title, term } = nameOfSigned(name);
      expect(title).toBe(figure.vi);
      for (const [each, vi] of Object.entries(figure.terms)) expect(term(each)).toBe(vi);
    },
  );

  it.each([
    ['form-07a', 'Biểu 07a', COLUMNS],
    ['form-07b', 'Biểu 07b', COLUMNS],
    ['form-766', 'Bảng tiến độ 766', PROGRESS_COLUMNS],
  ])('%s is named with its columns as they are numbered', (name, title, columns) => {
    const named = nameOfSigned(name);
    expect(named.title).toBe(title);
    expect(columns.map(named.term)).toEqual(columns.map((_, at) => `cột (${at + 3})`));
    expect(columns.map((column) => named.term(`strict-${column}`))).toEqual(
      columns.map((_, at) => `cột (${at + 3}) theo hạn luật định`),
    );
  });

  it('is named for flows, and as it is where nobody knows it', () => {
    expect(['sent', 'late', 'x'].map(nameOfSigned('flows').term)).toEqual(['đã chuyển', 'quá hạn', 'x']);
    expect([nameOfSigned('flows').title, nameOfSigned('older').title, nameOfSigned('older').term('x')]).toEqual([
      ...['Lưu chuyển hồ sơ', 'older', 'x'],
    ]);
    expect(nameOfSigned('form-07a').term('x')).toBe('cột x');
    expect(nameOfSigned('form-07c')).toMatchObject({ title: 'form-07c' });
  });

  it.each(FIGURES.map((figure) => [figure.name, figure] as const))(
    '%s of another definition keeps the names of its terms as they were signed',
    (name, { version, vi, terms }) => {
      const { title, term } = nameOfSigned(name, version - 1);
      expect(title).toBe(vi);
      for (const each of Object.keys(terms)) expect(term(each)).toBe(each);
      expect(Object.keys(terms).map(nameOfSigned(name, version).term)).toEqual(Object.values(terms));
    },
  );
});
