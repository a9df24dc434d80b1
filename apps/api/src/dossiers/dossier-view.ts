import { caseOf, type Case, type DossierEventOf, type RecordedDossierEvent } from '#dossier';
import type { LoadedDossier } from '#handling';
import { inVietnam, Refusal } from '#kernel';
import { sentences, traceOf } from '#working-time';

type Received = RecordedDossierEvent & DossierEventOf<'DossierReceived'>;

const receptionOf = ({ history }: LoadedDossier): Received | undefined =>
  history.find((event): event is Received => event.type === 'DossierReceived');

/** Hồ sơ as it stands now, and why its due date is what it is. */
export function dossierView(loaded: LoadedDossier) {
  const { dossierId, history, state } = loaded;
  const received = caseOf(state);
  const first = history[0];
  return {
    dossierId,
    code: received?.code ?? null,
    status: state.situation.is,
    revision: state.revision,
    position: history.at(-1)?.position ?? '',
    submittedAt: first?.type === 'DossierSubmitted' ? inVietnam(first.meta.effectiveAt) : null,
    ...(received === null ? {} : caseView(received, receptionOf(loaded))),
  };
}

const caseView = (received: Case, reception: Received | undefined) => ({
  procedure: reception?.data.procedure ?? null,
  applicant: reception?.data.applicant ?? null,
  request: reception?.data.request ?? null,
  channel: received.channel,
  centre: received.centre,
  decidingAgency: received.decidingAgency,
  holder: received.holder,
  receivedAt: inVietnam(received.receivedAt),
  dates: {
    first: inVietnam(received.dates.first),
    lawful: inVietnam(received.dates.lawful),
    current: inVietnam(received.dates.current),
  },
  apologyBy: received.due.apologyBy === null ? null : inVietnam(received.due.apologyBy),
  explanation: sentences(traceOf(received.due.trace)),
  nextStep: received.workflow.steps.find(({ id }) => !received.completedSteps.includes(id))?.id ?? null,
  completedSteps: received.completedSteps,
  transfers: received.transfers,
  legs: received.workflow.legs.map(({ id, after }) => ({ id, after, done: received.completedLegs.includes(id) })),
  opinions: received.opinions,
  supplementRounds: received.supplementRounds,
  rescheduledTo: received.rescheduledTo === null ? null : inVietnam(received.rescheduledTo),
  decision: received.decision,
});

/** Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01). @throws Refusal `not-in-state` before reception */
export function receiptOf(loaded: LoadedDossier, nameOf: (agency: string) => string | null) {
  const received = receptionOf(loaded);
  if (received === undefined) throw new Refusal('not-in-state', null, { allowed: 'received' });
  const { data, meta } = received;
  return {
    form: 'Mẫu 01',
    dossierId: loaded.dossierId,
    code: data.code,
    procedure: data.procedure,
    applicant: data.applicant,
    submitter: data.submitter,
    request: data.request,
    papers: data.papers,
    sets: data.sets,
    centre: data.centre,
    centreName: nameOf(data.centre),
    decidingAgency: data.decidingAgency,
    decidingAgencyName: nameOf(data.decidingAgency),
    limit: data.limit.counted,
    receivedAt: inVietnam(meta.effectiveAt),
    dueAt: inVietnam(data.due.dueAt),
    collectAt: data.collectAt,
    collectAtName: nameOf(data.collectAt),
    fee: data.fee,
    officer: meta.actor.id,
  };
}
