import type { Instant } from '#kernel';
import type { Pause } from '#working-time';
import type { DossierEventOf } from './dossier.events.js';
import type { ComputedDue, DueDates } from './shapes.js';

type Received = DossierEventOf<'DossierReceived'>['data'];

/** A hand-over that the addressee has not answered, or has. */
export interface Transfer {
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly leg: string | null;
  readonly form: 'paper' | 'electronic';
  readonly status: 'in-transit' | 'accepted' | 'returned';
}

/** Sent and not answered, or taken over for a leg that is not done. */
export const isOpenTransfer = ({ completedLegs }: Pick<Case, 'completedLegs'>, { status, leg }: Transfer): boolean =>
  status === 'in-transit' || (status === 'accepted' && leg !== null && !completedLegs.includes(leg));

/** What the engine remembers of a received dossier to decide the next command. */
export interface Case {
  readonly code: string;
  readonly channel: Received['channel'];
  readonly centre: string;
  /** Nơi nhận kết quả. */
  readonly collectAt: string;
  readonly decidingAgency: string;
  /** Who holds the whole dossier now. */
  readonly holder: string;
  readonly supplementPolicy: Received['supplementPolicy'];
  readonly workflow: Received['workflow'];
  /** Which of the published limits is counted, for the trace of a new count. */
  readonly basis: Received['limit']['basis'];
  readonly receivedAt: Instant;
  readonly dates: DueDates;
  readonly due: ComputedDue;
  /** Where the present count began, and the pauses that moved it since. */
  readonly countedFrom: Instant;
  readonly pauses: readonly Pause[];
  readonly rescheduledTo: Instant | null;
  readonly apology: { readonly documentNo: string; readonly proposedDueAt: Instant } | null;
  readonly completedSteps: readonly string[];
  readonly transfers: readonly Transfer[];
  readonly completedLegs: readonly string[];
  /** The lawful due date that a rule has said will be missed; null while none has. */
  readonly forecastFor: Instant | null;
  readonly opinions: readonly {
    readonly agency: string;
    readonly answerBy: Instant;
    readonly answered: boolean;
    readonly overdueNotified: boolean;
  }[];
  readonly supplementRounds: number;
  readonly decision: 'granted' | 'refused' | null;
  readonly correctionOpen: boolean;
}

/** A state that only a received dossier can be in. */
type With<Is extends string, More = unknown> = { readonly is: Is; readonly case: Case } & More;

/** Where a dossier stands; `since` of a wait is when the clock stopped. */
export type DossierSituation =
  | { readonly is: 'unknown' }
  | {
      readonly is: 'submitted';
      readonly channel: Received['channel'];
      readonly centre: string;
      readonly deskSupplements: number;
    }
  | { readonly is: 'refused-at-desk' }
  | With<'in-process'>
  | With<'awaiting-supplement', { readonly since: Instant; readonly closesAt: Instant }>
  | With<'awaiting-payment', { readonly since: Instant; readonly noticeNo: string }>
  | With<'decided'>
  | With<'result-ready'>
  | With<'returned'>
  | With<'closed'>
  | With<'withdrawn'>
  | With<'stopped'>
  | { readonly is: 'withdrawn-before-reception' }
  /** As the older register last had it. */
  | { readonly is: 'imported'; readonly as: DossierEventOf<'DossierImported'>['data'] };

/** The state of a dossier's stream. */
export interface DossierState {
  readonly situation: DossierSituation;
  /** Revision of the last event; -1 before the first. */
  readonly revision: number;
  /** When the last event of its course happened; what was only said of it does not count. */
  readonly lastEffectiveAt: Instant | null;
  /** Numbers that were taken for it and voided. */
  readonly voided: readonly string[];
  /** Duties that failed and that the agency's head was told of, each once. */
  readonly escalated: readonly string[];
  /** The applicant's key was destroyed: nothing more is entered. */
  readonly erased: boolean;
  /** The files that are kept for it, those in quarantine included. */
  readonly stored: { readonly papers: number; readonly bytes: number };
}

export type DossierStatus = DossierSituation['is'];

/** The case of a received dossier, whatever became of it; null before reception. */
export const caseOf = (state: DossierState): Case | null => ('case' in state.situation ? state.situation.case : null);

/** Every agency that something still to be done of a dossier lies with, or is on its way to; none once it has ended. */
export function lyingWith({ situation }: DossierState): readonly string[] {
  switch (situation.is) {
    case 'submitted':
      return [situation.centre];
    case 'in-process':
    case 'awaiting-supplement':
    case 'awaiting-payment':
    case 'decided':
    case 'result-ready':
      return agenciesOf(situation.case);
    case 'returned':
      return situation.case.correctionOpen ? [situation.case.decidingAgency] : [];
    default:
      return [];
  }
}

function agenciesOf(file: Case): readonly string[] {
  const open = file.transfers.filter((sent) => isOpenTransfer(file, sent)).map(({ to }) => to);
  const asked = file.opinions.filter(({ answered }) => !answered).map(({ agency }) => agency);
  return [...new Set([file.holder, file.decidingAgency, file.centre, file.collectAt, ...open, ...asked])];
}
