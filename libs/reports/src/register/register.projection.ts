import { upcastDossier, type DossierEvent } from '#dossier';
import { rowTable, type Projection } from '#read-store';
import { foldRegister, isOpen, type RegisterRow } from './register.fold.js';
import { asVector, phoneDigits } from './search-words.js';

const text = (column: string) => ({ column, type: 'text' });
const instant = (column: string) => ({ column, type: 'timestamptz' });
const integer = (column: string) => ({ column, type: 'int' });

/** Rows without a due date come last. */
export const DUE_ORDER = `coalesce(due_current, 'infinity'::timestamptz)`;

/** Sổ theo dõi hồ sơ: one row a dossier. */
export const registerProjection: Projection<RegisterRow, DossierEvent> = {
  name: 'register',
  version: 4,
  prefixes: ['dossier-'],
  personal: ['DossierSubmitted', 'DossierReceived', 'EntryCorrected'],
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldRegister,
  storage: rowTable<RegisterRow>({
    name: 'register',
    key: 'dossierId',
    revision: (row) => row.revision,
    columns: {
      dossierId: text('dossier_id'),
      code: text('code'),
      procedureCode: text('procedure_code'),
      procedureName: text('procedure_name'),
      field: text('field'),
      channel: text('channel'),
      centre: text('centre'),
      collectAt: text('collect_at'),
      submittedBy: text('submitted_by'),
      erasedAt: instant('erased_at'),
      decidingAgency: text('deciding_agency'),
      holder: text('holder'),
      agencies: { column: 'agencies', type: 'text[]' },
      handOvers: { column: 'hand_overs', type: 'json' },
      opinions: { column: 'opinions', type: 'json' },
      applicantName: text('applicant_name'),
      phone: text('phone'),
      identityNo: text('identity_no'),
      applicantRevision: integer('applicant_revision'),
      status: text('status'),
      submittedAt: instant('submitted_at'),
      receivedAt: instant('received_at'),
      filedAt: instant('filed_at'),
      dueFirst: instant('due_first'),
      dueLawful: instant('due_lawful'),
      dueCurrent: instant('due_current'),
      rescheduledTo: instant('rescheduled_to'),
      finishedAt: instant('finished_at'),
      returnedAt: instant('returned_at'),
      correctionOpen: { column: 'correction_open', type: 'boolean' },
      supplements: integer('supplements'),
      revision: integer('revision'),
      position: text('position'),
      updatedAt: instant('updated_at'),
      isOpen: { column: 'is_open', type: 'boolean', from: isOpen },
      applicantWords: { column: 'applicant_words', type: 'tsvector', from: (row) => asVector(row.applicantName ?? '') },
      phoneDigits: { column: 'phone_digits', type: 'text', from: ({ phone }) => phoneDigits(phone ?? '') },
    },
    indexes: [
      '(code)',
      '(filed_at, dossier_id)',
      `((${DUE_ORDER}), dossier_id)`,
      `((${DUE_ORDER}), dossier_id) where is_open`,
      '(status)',
      '(procedure_code)',
      `(phone_digits) where phone_digits <> ''`,
      '(submitted_by, filed_at) where submitted_by is not null',
      '(dossier_id) where erased_at is not null',
      'using gin (agencies)',
      'using gin (applicant_words)',
    ],
    storage: 'fillfactor = 70',
  }),
};
