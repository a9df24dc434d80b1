import { fieldNamed } from '#catalogue';
import { isDay, Refusal, type Day } from '#kernel';
import { AGENCIES_AS, figureNamed, FORM_NAMES, GROUPINGS, ofDossiers, type FlowFilter } from '#reports';
import type { RawQuery } from '../dossiers/register-input.js';
import { chosen, words, yesOrNo } from '../query-input.js';
import type { FormAskedFor } from './ask-form.js';
import type { FigureWanted, ReportWanted } from './report-views.js';

/** @throws Refusal `invalid-input` */
export const madeOfDossiers = (query: RawQuery) => ofDossiers(figureNamed(needed('figure', query)));

/** @throws Refusal `invalid-input` */
export function reportWanted(query: RawQuery): ReportWanted {
  const [agency, asOf, atLeast] = [
    words('agency', query['agency']),
    words('asOf', query['asOf']),
    words('atLeast', query['atLeast']),
  ];
  return {
    ...(agency === undefined ? {} : { agency }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

/** @throws Refusal `invalid-input` */
export function figureWanted(query: RawQuery): FigureWanted {
  const by = chosen('by', query['by'], GROUPINGS);
  const at = words('at', query['at']);
  const withSubtrees = yesOrNo('subtrees', query['subtrees']) ?? false;
  return {
    ...{ ...reportWanted(query), period: needed('period', query), withSubtrees },
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Of a list: one group of it. @throws Refusal `invalid-input` */
export function listWanted(query: RawQuery): FigureWanted {
  const wanted = figureWanted(query);
  const group = words('group', query['group']);
  if (group === undefined) return wanted;
  if (wanted.by === undefined) throw new Refusal('invalid-input', null, { at: 'group: together with by' });
  return { ...wanted, group };
}

/** @throws Refusal `invalid-input` */
export function formWanted(form: unknown, query: RawQuery): FormAskedFor {
  const name = chosen('form', form, FORM_NAMES);
  if (name === undefined) throw new Refusal('invalid-input', null, { at: 'form', known: FORM_NAMES });
  const begins = words('monthBegins', query['monthBegins']);
  return {
    ...{ ...reportWanted(query), name, period: needed('period', query) },
    ...(begins === undefined ? {} : { monthBegins: /^\d{1,2}$/.test(begins) ? Number(begins) : Number.NaN }),
  };
}

export function needed(name: string, query: RawQuery): string {
  const text = words(name, query[name]);
  if (text === undefined) throw new Refusal('invalid-input', null, { at: `${name}: needed` });
  return text;
}

/** @throws Refusal `invalid-input` */
export function flowFilter(query: RawQuery): FlowFilter {
  const [from, to] = [day('from', query['from']), day('to', query['to'])];
  const agency = words('agency', query['agency']);
  const procedure = words('procedure', query['procedure']);
  const field = words('field', query['field']);
  return {
    ...{ from, to, agenciesAs: chosen('agenciesAs', query['agenciesAs'], AGENCIES_AS) ?? 'then' },
    ...(agency === undefined ? {} : { agency }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(field === undefined ? {} : { field: fieldNamed(field) }),
  };
}

function day(name: string, value: unknown): Day {
  const text = words(name, value);
  if (text === undefined || !isDay(text))
    throw new Refusal('invalid-input', null, { at: `${name}: a day, YYYY-MM-DD` });
  return text;
}
