import type { RecordedDossierEvent } from '#dossier';
import type { Installation } from '#installation';
import {
  COLUMNS,
  justBefore,
  PROGRESS_COLUMNS,
  referenceForm07a,
  referenceProgress,
  type Form07a,
  type FormCertificate,
  type FormName,
  type Forms,
  type FormWanted,
  type Progress766,
  type ReferenceForm,
  type ReferenceProgress,
} from '#reports';
import { onForms, type FormOptions } from '../asked-form.js';
import { differing, type Compared } from './compared.js';
import { dossierEvents } from './log-events.js';

type Lines = readonly string[];

/** A form as the read store has it, line by line, and how the events alone give its lines. */
interface Recomputing {
  readonly certificate: FormCertificate;
  readonly total: object;
  readonly lines: Lines;
  readonly linesOf: (events: readonly RecordedDossierEvent[]) => Lines;
}

/** A form from the log alone, by plain loops, compared row by row. */
export function recomputedForm(installation: Installation, name: FormName, options: FormOptions): Promise<Compared> {
  return onForms(installation, name, options, async (forms, wanted) => {
    const { certificate, total, lines, linesOf } = await recomputing[name](forms, wanted);
    const { asOf } = certificate;
    const { events, notUnderstood } = await dossierEvents(installation.store, asOf);
    const lone = differing(lines, linesOf(events));
    return { agrees: lone.length === 0, events: events.length, asOf, total, notUnderstood, differing: lone };
  });
}

const recomputing: Readonly<Record<FormName, (forms: Forms, wanted: FormWanted) => Promise<Recomputing>>> = {
  async '07a'(forms, wanted) {
    const { asked, now, catalogue } = wanted;
    const { certificate, ...form } = await forms.form07a(asked, now, catalogue);
    const reference = referenceOf(certificate, wanted);
    return {
      ...{ certificate, total: form.total.counts, lines: formLines('', form) },
      linesOf: (events) => referenceLines('', reference(events, ownOf(wanted))),
    };
  },
  async '07b'(forms, wanted) {
    const { asked, now, catalogue } = wanted;
    const { certificate, total, province, communes } = await forms.form07b(asked, now, catalogue);
    const reference = referenceOf(certificate, wanted);
    const isOf = (level: string) => (agency: string) => catalogue.findAgency(agency)?.level === level;
    return {
      ...{ certificate, total: total.counts, lines: [...formLines('I. ', province), ...formLines('II. ', communes)] },
      linesOf: (events) => [
        ...referenceLines('I. ', reference(events, isOf('province'))),
        ...referenceLines('II. ', reference(events, isOf('commune'))),
      ],
    };
  },
  async '766'(forms, wanted) {
    const { asked, now, catalogue } = wanted;
    const { certificate, total, rows } = await forms.progress766(asked, now, catalogue);
    return {
      ...{ certificate, total: total.counts, lines: progressLines(rows) },
      linesOf: (events) => rowLines('', referenceProgress(events, { ...spanOf(certificate), isOwn: ownOf(wanted) })),
    };
  },
};

const spanOf = ({ period, evaluatedAt }: FormCertificate) => ({ begin: justBefore(period), end: evaluatedAt });

const ownOf = ({ asked: { agencies } }: FormWanted) => {
  const own = agencies === undefined ? null : new Set(agencies);
  return (agency: string): boolean => own === null || own.has(agency);
};

const referenceOf =
  (certificate: FormCertificate, { catalogue }: FormWanted) =>
  (events: readonly RecordedDossierEvent[], isOwn: (agency: string) => boolean): ReferenceForm =>
    referenceForm07a(events, {
      ...{ ...spanOf(certificate), isOwn },
      isOnlineFull: (procedure, version) => catalogue.findLocalVersion(procedure, version)?.onlineLevel === 'full',
    });

const formLines = (part: string, { rows, carriedOver }: Form07a): Lines => [
  ...rows.map(({ field, counts, strict }) =>
    lineOf(
      part + field,
      COLUMNS.map((name) => counts[name]),
      COLUMNS.map((name) => strict[name]),
    ),
  ),
  beforeLine(part, carriedOver.before),
];
const referenceLines = (part: string, { fields, before }: ReferenceForm): Lines => [
  ...rowLines(part, fields),
  beforeLine(part, before),
];

const progressLines = (rows: Progress766['rows']): Lines =>
  rows.map(({ agency, counts, strict }) =>
    lineOf(
      agency,
      PROGRESS_COLUMNS.map((name) => counts[name]),
      PROGRESS_COLUMNS.map((name) => strict[name]),
    ),
  );

const rowLines = (part: string, rows: ReferenceProgress): Lines =>
  Object.entries(rows).map(([label, { lenient, strict }]) => lineOf(part + label, lenient, strict));

const lineOf = (label: string, lenient: readonly number[], strict: readonly number[]): string =>
  `${label}: ${lenient.join(' ')}; by the lawful date ${strict.join(' ')}`;
const beforeLine = (part: string, before: number): string => `${part}running before the period: ${before}`;
