import { departs, list, oneOf, optional, plain, Refusal, record, type Shape, type TypeOf } from '#kernel';
import { MOMENT_FORMATS } from './moment.js';

/** What of a dossier a column may hold. */
export const CASE_FIELDS = [
  'case',
  'startedAt',
  'channel',
  'agency',
  'procedureName',
  'promisedAt',
  'endedAt',
] as const;
export const ACTIVITY_FIELDS = ['activity', 'activityAt', 'resource'] as const;
export const FIELDS = [...CASE_FIELDS, ...ACTIVITY_FIELDS] as const;
export type RegisterField = (typeof FIELDS)[number];

const translation = list(record({ from: plain, to: plain }));
const fields = <S extends Shape>(shape: S) => {
  const of = optional(shape);
  return record({
    ...{ case: of, startedAt: of, channel: of, agency: of, procedureName: of, promisedAt: of, endedAt: of },
    ...{ activity: of, activityAt: of, resource: of },
  });
};

const mappingShape = record({
  /** Names the register: the same case of the same register is the same dossier, whatever the file is called. */
  register: plain,
  columns: fields(plain),
  constants: optional(fields(plain)),
  /** What a value of the register is called here, by field. */
  values: optional(fields(translation)),
  dates: oneOf(...MOMENT_FORMATS),
  delimiter: optional(oneOf(',', ';', '\t')),
});

/** Ánh xạ cột: which column of an older register holds what. */
export type RegisterMapping = TypeOf<typeof mappingShape>;

const NEEDED = ['case', 'startedAt', 'channel', 'agency', 'procedureName'] as const;
const LONGEST = 200;

/** @throws Refusal `invalid-input` naming what is wrong */
export function registerMapping(file: unknown): RegisterMapping {
  if (!isMapping(file)) throw invalid(departs(mappingShape, file, 'mapping') ?? 'mapping');
  const mapping = file;
  if (mapping.register.trim() === '' || mapping.register.length > LONGEST) throw invalid('mapping.register');
  const { columns, constants } = mapping;
  const missing = NEEDED.find((field) => columns[field] === undefined && constants?.[field] === undefined);
  if (missing !== undefined) throw invalid(`mapping.columns.${missing}: neither a column nor a constant`);
  if (columns.case === undefined) throw invalid('mapping.columns.case');
  if ((columns.activity === undefined) !== (columns.activityAt === undefined))
    throw invalid('mapping.columns: activity and activityAt come together');
  return mapping;
}

const isMapping = (file: unknown): file is RegisterMapping => departs(mappingShape, file, 'mapping') === null;
const invalid = (at: string) => new Refusal('invalid-input', null, { at: at.slice(0, LONGEST) });
