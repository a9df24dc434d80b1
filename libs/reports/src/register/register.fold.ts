import type { Instant } from '#kernel';
import type { Applicant, DossierEventOf, DueDates, RecordedDossierEvent } from '#dossier';

/**
 * Where a dossier stands, as a clerk filters it. A number that was voided and whose dossier never came is
 * `number-voided`.
 */
export const REGISTER_STATUSES = [
  'submitted',
  'refused-at-desk',
  'in-process',
  'awaiting-supplement',
  'awaiting-payment',
  'decided',
  'result-ready',
  'returned',
  'closed',
  'withdrawn',
  'stopped',
  'imported',
  'number-voided',
] as const;
export type RegisterStatus = (typeof REGISTER_STATUSES)[number];

/** A hand-over whose addressee holds, or is about to hold, the dossier or a leg of it. */
export interface HandOver {
  readonly transfer: number;
  readonly to: string;
  /** Null when the whole dossier goes. */
  readonly leg: string | null;
}

/** Sổ theo dõi hồ sơ — one dossier as the desk looks it up. */
export interface RegisterRow {
  readonly dossierId: string;
  /** Mã hồ sơ; null before reception. */
  readonly code: string | null;
  readonly procedureCode: string | null;
  readonly procedureName: string | null;
  readonly field: string | null;
  readonly channel: string | null;
  /** Nơi tiếp nhận. */
  readonly centre: string | null;
  /** Nơi nhận kết quả; null before reception. */
  readonly collectAt: string | null;
  /** Account that filed it; null where it was brought to the counter. */
  readonly submittedBy: string | null;
  /** When the applicant was erased; null while they are not. */
  readonly erasedAt: Instant | null;
  /** Cơ quan giải quyết. */
  readonly decidingAgency: string | null;
  /** Who holds the whole dossier now. */
  readonly holder: string | null;
  /** Centre, place of collection, deciding agency, holder, and whoever a hand-over is addressed to, a leg lies with or is asked. */
  readonly agencies: readonly string[];
  readonly handOvers: readonly HandOver[];
  /** Opinions that are awaited, and whose. */
  readonly opinions: readonly { readonly opinion: number; readonly agency: string }[];
  readonly applicantName: string | null;
  readonly phone: string | null;
  readonly identityNo: string | null;
  /** Revision of the event that the applicant was last entered by. */
  readonly applicantRevision: number;
  readonly status: RegisterStatus;
  readonly submittedAt: Instant | null;
  readonly receivedAt: Instant | null;
  /** When it was received; submitted, while it is not yet; imported or voided, where it never is. */
  readonly filedAt: Instant;
  /** As printed on the receipt. */
  readonly dueFirst: Instant | null;
  /** Moved only by law. */
  readonly dueLawful: Instant | null;
  /** Moved by one rescheduling too. */
  readonly dueCurrent: Instant | null;
  readonly rescheduledTo: Instant | null;
  /** Of the first result, granted or refused. */
  readonly finishedAt: Instant | null;
  readonly returnedAt: Instant | null;
  /** Kết quả đang được đính chính: somebody has still something to do, although it was returned. */
  readonly correctionOpen: boolean;
  /** Requests after appraisal. */
  readonly supplements: number;
  readonly revision: number;
  readonly position: string;
  /** When the last event was recorded. */
  readonly updatedAt: Instant;
}

/** Where a dossier waits for nobody any more. */
const ENDED: readonly RegisterStatus[] = [
  'refused-at-desk',
  'returned',
  'closed',
  'withdrawn',
  'stopped',
  'imported',
  'number-voided',
];

/** Whether somebody has still something to do. */
export const isOpen = ({ status, correctionOpen }: Pick<RegisterRow, 'status' | 'correctionOpen'>): boolean =>
  correctionOpen || !ENDED.includes(status);

/** The row after one more event. @throws when a history begins with an event that none begins with */
export function foldRegister(row: RegisterRow | null, event: RecordedDossierEvent): RegisterRow {
  const before = row ?? blank(event);
  const changes = changesBy(before, event);
  const { revision, position } = event;
  const after = { ...before, ...changes, revision, position, updatedAt: event.meta.recordedAt };
  return changes !== null && touchesAgencies(changes) ? { ...after, agencies: agenciesOf(after) } : after;
}

type Changes = Partial<RegisterRow>;

const touchesAgencies = (changes: Changes): boolean =>
  'collectAt' in changes ||
  'centre' in changes ||
  'decidingAgency' in changes ||
  'holder' in changes ||
  'opinions' in changes ||
  'handOvers' in changes;

const agenciesOf = (row: RegisterRow): readonly string[] => {
  const { centre, collectAt, decidingAgency, holder, handOvers, opinions } = row;
  const involved = new Set([...handOvers.map(({ to }) => to), ...opinions.map(({ agency }) => agency)]);
  for (const agency of [centre, collectAt, decidingAgency, holder]) if (agency !== null) involved.add(agency);
  return [...involved].sort();
};

function changesBy(row: RegisterRow, event: RecordedDossierEvent): Changes | null {
  const at = event.meta.effectiveAt;
  switch (event.type) {
    case 'DossierSubmitted':
      return { ...submitted(event.data, event.revision, at), submittedBy: event.meta.actor.id };
    case 'DossierReceived':
      return received(event.data, event.revision, at);
    case 'DossierImported':
      return imported(event.data);
    case 'NumberVoided':
      return row.status === 'number-voided' ? { code: event.data.code } : null;
    case 'DossierRefusedAtDesk':
      return { status: 'refused-at-desk' };
    case 'SupplementRequested':
      return { status: 'awaiting-supplement', supplements: event.data.round };
    case 'FinancialObligationRequested':
      return { status: 'awaiting-payment' };
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled':
      return { status: 'in-process', ...(event.data.moved === null ? null : due(event.data.moved.dates)) };
    case 'DossierClosedUnsupplemented':
      return { status: 'closed' };
    case 'DueDateRestated':
      return due(event.data.dates);
    case 'ReturnRescheduled': {
      const { dueAt, movesCurrent } = event.data;
      return movesCurrent ? { rescheduledTo: dueAt, dueCurrent: dueAt } : { rescheduledTo: dueAt };
    }
    case 'DecisionApproved':
    case 'DecisionRefused':
      return { status: 'decided' };
    case 'ResultReady':
      return { status: 'result-ready', finishedAt: row.finishedAt ?? at };
    case 'ResultReturned':
      return { status: 'returned', finishedAt: row.finishedAt ?? at, returnedAt: at };
    case 'DossierWithdrawn':
      return { status: 'withdrawn' };
    case 'DossierStopped':
      return { status: 'stopped' };
    case 'DossierTransferred': {
      const { transfer, to, leg } = event.data;
      return { handOvers: [...row.handOvers, { transfer, to, leg }] };
    }
    case 'TransferAccepted':
      return accepted(row, event.data.transfer);
    case 'TransferReturned':
      return { handOvers: row.handOvers.filter(({ transfer }) => transfer !== event.data.transfer) };
    case 'LegCompleted':
      return { handOvers: row.handOvers.filter(({ leg }) => leg !== event.data.leg) };
    case 'OpinionRequested': {
      const { opinion, agency } = event.data;
      return { opinions: [...row.opinions, { opinion, agency }] };
    }
    case 'OpinionReceived':
      return { opinions: row.opinions.filter(({ opinion }) => opinion !== event.data.opinion) };
    case 'DossierHandedOver':
      return handedOver(row, event.data);
    case 'ResultCorrectionOpened':
      return { correctionOpen: true };
    case 'ResultCorrectionClosed':
      return { correctionOpen: false };
    case 'EntryCorrected':
      return corrected(row, event.data);
    case 'ApplicantErased':
      return { applicantName: null, phone: null, identityNo: null, erasedAt: event.meta.recordedAt };
    case 'DeskSupplementRequested':
    case 'DossierAssigned':
    case 'StepCompleted':
    case 'StepSentBack':
    case 'OpinionOverdueNotified':
    case 'ApologyIssued':
    case 'ApplicationAdjusted':
    case 'PapersAdded':
    case 'PaperStored':
    case 'FeePaid':
    case 'LatenessForecast':
    case 'EscalatedToHead':
    case 'DossierLossReported':
    case 'SatisfactionRated':
    case 'PortalAcknowledged':
    case 'PortalRejected':
    case 'ActivityImported':
      return null;
  }
}

const BEGINNINGS: readonly string[] = ['DossierSubmitted', 'DossierReceived', 'DossierImported', 'NumberVoided'];

function blank(event: RecordedDossierEvent): RegisterRow {
  if (!BEGINNINGS.includes(event.type)) throw new Error(`no dossier begins with ${event.type}`);
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    code: null,
    procedureCode: null,
    procedureName: null,
    field: null,
    channel: null,
    centre: null,
    collectAt: null,
    submittedBy: null,
    erasedAt: null,
    decidingAgency: null,
    holder: null,
    agencies: [],
    handOvers: [],
    opinions: [],
    applicantName: null,
    phone: null,
    identityNo: null,
    applicantRevision: event.revision,
    status: 'number-voided',
    submittedAt: null,
    receivedAt: null,
    filedAt: event.meta.effectiveAt,
    dueFirst: null,
    dueLawful: null,
    dueCurrent: null,
    rescheduledTo: null,
    finishedAt: null,
    returnedAt: null,
    correctionOpen: false,
    supplements: 0,
    revision: event.revision,
    position: event.position,
    updatedAt: event.meta.recordedAt,
  };
}

type DataOf<T extends RecordedDossierEvent['type']> = DossierEventOf<T>['data'];

const enteredBy = ({ name, phone, identityNo }: Applicant, revision: number): Changes => ({
  applicantName: name,
  phone,
  identityNo,
  applicantRevision: revision,
});

const due = ({ first, lawful, current }: DueDates): Changes => ({
  dueFirst: first,
  dueLawful: lawful,
  dueCurrent: current,
});

const submitted = (data: DataOf<'DossierSubmitted'>, revision: number, at: Instant): Changes => ({
  ...enteredBy(data.applicant, revision),
  procedureCode: data.procedure.code,
  procedureName: data.procedure.name,
  channel: data.channel,
  centre: data.centre,
  status: 'submitted',
  submittedAt: at,
  filedAt: at,
});

const received = (data: DataOf<'DossierReceived'>, revision: number, at: Instant): Changes => ({
  ...enteredBy(data.applicant, revision),
  ...due({ first: data.due.dueAt, lawful: data.due.dueAt, current: data.due.dueAt }),
  code: data.code,
  procedureCode: data.procedure.code,
  procedureName: data.procedure.name,
  field: data.field,
  channel: data.channel,
  centre: data.centre,
  collectAt: data.collectAt,
  decidingAgency: data.decidingAgency,
  holder: data.decidingAgency,
  handOvers: [],
  opinions: [],
  status: 'in-process',
  receivedAt: at,
  filedAt: at,
});

/** The external register's dates stand as given; they need not be printed as ours are. */
function imported(data: DataOf<'DossierImported'>): Changes {
  const startedAt = new Date(data.startedAt).toISOString();
  const promisedAt = data.promisedAt === null ? null : new Date(data.promisedAt).toISOString();
  return {
    code: data.externalId,
    procedureName: data.procedureName,
    channel: data.channel,
    centre: data.agency,
    decidingAgency: data.agency,
    holder: data.agency,
    status: 'imported',
    receivedAt: startedAt,
    filedAt: startedAt,
    dueFirst: promisedAt,
    dueLawful: promisedAt,
    dueCurrent: promisedAt,
    finishedAt: data.endedAt === null ? null : new Date(data.endedAt).toISOString(),
  };
}

/** The whole dossier changes its holder; a leg lies with its agency until it is completed. */
function accepted({ handOvers }: RegisterRow, no: number): Changes | null {
  const taken = handOvers.find(({ transfer }) => transfer === no);
  if (taken === undefined || taken.leg !== null) return null;
  return { holder: taken.to, handOvers: handOvers.filter(({ transfer }) => transfer !== no) };
}

/** Whatever lay with the one agency, or was on its way to it, lies with the other. */
function handedOver(row: RegisterRow, { from, to }: DataOf<'DossierHandedOver'>): Changes {
  const successor = <A extends string | null>(agency: A) => (agency === from ? to : agency);
  return {
    centre: successor(row.centre),
    collectAt: successor(row.collectAt),
    decidingAgency: successor(row.decidingAgency),
    holder: successor(row.holder),
    handOvers: row.handOvers.map((sent) => ({ ...sent, to: successor(sent.to) })),
    opinions: row.opinions.map((asked) => ({ ...asked, agency: successor(asked.agency) })),
  };
}

/** A correction of an entry that was entered anew since, changes nothing here. */
function corrected(row: RegisterRow, { revision, field, is }: DataOf<'EntryCorrected'>): Changes | null {
  if (revision !== row.applicantRevision) return null;
  switch (field) {
    case 'applicant.name':
      return { applicantName: is };
    case 'applicant.phone':
      return { phone: is === '' ? null : is };
    case 'applicant.identityNo':
      return { identityNo: is === '' ? null : is };
    default:
      return null;
  }
}
