import type { CatalogueEventOf } from '#catalogue';
import type { DossierEvent, RecordedDossierEvent } from '#dossier';
import type { Position, Recorded } from '#kernel';
import { courseAfter, type Course } from '../course/course.fold.js';

/** Tuyến chuyển hồ sơ — what one dossier has sent between agencies, and what one calendar's stream has published. */
export type FlowsRow = FlowsOfDossier | PublishedCalendars;

export interface FlowsOfDossier {
  readonly is: 'dossier';
  readonly key: string;
  readonly course: Course | null;
  /** Of the plain events, whatever became of the transfers: what the rows are checked against. */
  readonly counted: { readonly sent: number; readonly accepted: number; readonly returned: number };
  readonly revision: number;
  readonly position: Position;
}

type Calendar = CatalogueEventOf<'CalendarPublished'>;

/** Minutes are counted on the calendar as it stood in the log, so that a rebuild counts the same. */
export interface PublishedCalendars {
  readonly is: 'calendar';
  readonly key: string;
  readonly versions: readonly { readonly data: Calendar['data']; readonly position: Position }[];
  readonly revision: number;
  readonly position: Position;
}

export type FlowEvent = DossierEvent | Calendar;

const NONE = { sent: 0, accepted: 0, returned: 0 };

export function foldFlows(row: FlowsRow | null, event: Recorded<FlowEvent>): FlowsRow {
  const { stream, revision, position } = event;
  if (event.type === 'CalendarPublished') {
    const versions = row?.is === 'calendar' ? row.versions : [];
    return {
      is: 'calendar',
      key: stream,
      versions: [...versions, { data: event.data, position }],
      revision,
      position,
    };
  }
  const { course, counted } = row?.is === 'dossier' ? row : { course: null, counted: NONE };
  const key = stream.slice(stream.indexOf('-') + 1);
  const now = { course: courseAfter(course, event), counted: countedAfter(counted, event) };
  return { is: 'dossier', key, ...now, revision, position };
}

function countedAfter(counted: FlowsOfDossier['counted'], { type }: RecordedDossierEvent): FlowsOfDossier['counted'] {
  switch (type) {
    case 'DossierTransferred':
      return { ...counted, sent: counted.sent + 1 };
    case 'TransferAccepted':
      return { ...counted, accepted: counted.accepted + 1 };
    case 'TransferReturned':
      return { ...counted, returned: counted.returned + 1 };
    default:
      return counted;
  }
}
