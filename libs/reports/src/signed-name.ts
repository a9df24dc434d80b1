import { FIGURES, isOfDossiers } from './figures/any-figure.js';
import { COLUMNS } from './forms/counts.js';
import { FORM_07_PRINTED, PROGRESS_766_PRINTED, type PrintedColumn } from './forms/print/printed-form.js';
import { PROGRESS_COLUMNS } from './forms/progress-766.js';

/** How a person names what was signed, what it is made of, and its terms. */
export interface SignedName {
  readonly title: string;
  /** What is counted in it. */
  readonly unit: string;
  term(name: string): string;
}

const STRICT = 'strict-';
const FLOWS: Readonly<Record<string, string>> = {
  ...{ sent: 'đã chuyển', accepted: 'đã nhận', returned: 'trả lại' },
  ...{ 'not-answered': 'đang chuyển', lapsed: 'hồ sơ đã kết thúc', late: 'quá hạn' },
};
const form = (title: string, names: readonly string[], columns: readonly PrintedColumn[]): SignedName => ({
  ...{ title, unit: 'hồ sơ' },
  term: (name) => columnNamed(names, columns, name),
});

const OTHERS: Readonly<Record<string, SignedName>> = {
  flows: { title: 'Lưu chuyển hồ sơ', unit: 'lượt chuyển', term: (name) => FLOWS[name] ?? name },
  'form-07a': form('Biểu 07a', COLUMNS, FORM_07_PRINTED),
  'form-07b': form('Biểu 07b', COLUMNS, FORM_07_PRINTED),
  'form-766': form('Bảng tiến độ 766', PROGRESS_COLUMNS, PROGRESS_766_PRINTED),
};

/**
 * Tên của số đã ký. What is unknown is named as it is, and so are the terms of a figure whose definition is another by now;
 * flows and forms have one definition.
 * @param figure as a closing names it: a figure, `flows`, or `form-` and the name of a form
 */
export function nameOfSigned(figure: string, definitionVersion?: number): SignedName {
  const other = OTHERS[figure];
  if (other !== undefined) return other;
  const definition = FIGURES.find(({ name }) => name === figure);
  if (definition === undefined) return { title: figure, unit: 'mục', term: (name) => name };
  const isOfToday = definitionVersion === undefined || definitionVersion === definition.version;
  return {
    ...{ title: definition.vi, unit: isOfDossiers(definition) ? 'hồ sơ' : 'mục' },
    term: (name) => (isOfToday ? (definition.terms[name] ?? name) : name),
  };
}

/** As the form numbers its columns. */
function columnNamed(names: readonly string[], columns: readonly PrintedColumn[], term: string): string {
  const isStrict = term.startsWith(STRICT);
  const number = columns[names.indexOf(isStrict ? term.slice(STRICT.length) : term)]?.number ?? term;
  return `cột ${number}${isStrict ? ' theo hạn luật định' : ''}`;
}
