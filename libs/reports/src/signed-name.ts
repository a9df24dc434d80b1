import { FIGURES } from './figures/any-figure.js';
import { COLUMNS } from './forms/counts.js';
import { FORM_COLUMNS, PROGRESS } from './forms/print/printed-form.js';
import { PROGRESS_COLUMNS } from './forms/progress-766.js';

/** How a person names what was signed, and the terms that it was made of. */
export interface SignedName {
  readonly title: string;
  term(name: string): string;
}

const FORM = 'form-';
const STRICT = 'strict-';
const FLOWS: Readonly<Record<string, string>> = {
  ...{ sent: 'đã chuyển', accepted: 'đã nhận', returned: 'trả lại' },
  ...{ 'not-answered': 'đang chuyển', lapsed: 'hồ sơ đã kết thúc', late: 'quá hạn' },
};

/** @param figure as a closing names it: a figure, `flows`, or `form-` and the name of a form. What is unknown is named as it is. */
export function nameOfSigned(figure: string): SignedName {
  if (figure === 'flows') return { title: 'Lưu chuyển hồ sơ', term: (name) => FLOWS[name] ?? name };
  if (figure.startsWith(FORM)) {
    const form = figure.slice(FORM.length);
    return { title: `Biểu ${form}`, term: (name) => columnNamed(form, name) };
  }
  const definition = FIGURES.find(({ name }) => name === figure);
  return { title: definition?.vi ?? figure, term: (name) => definition?.terms[name] ?? name };
}

/** As the form numbers its columns. */
function columnNamed(form: string, term: string): string {
  const [names, columns] = form === '766' ? [PROGRESS_COLUMNS, PROGRESS] : [COLUMNS, FORM_COLUMNS];
  const isStrict = term.startsWith(STRICT);
  const at = names.findIndex((name) => name === (isStrict ? term.slice(STRICT.length) : term));
  return `cột ${columns[at]?.number ?? term}${isStrict ? ' theo hạn luật định' : ''}`;
}
