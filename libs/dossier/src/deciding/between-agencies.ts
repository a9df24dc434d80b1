import { Refusal } from '#kernel';
import { legsInOrder } from '#law';
import { isOpenTransfer, lyingWith, type Case, type Transfer } from '../dossier.state.js';
import { RUNNING, UNDECIDED, within, type Rule } from './guards.js';

function legOf(file: Case, leg: string): Case['workflow']['legs'][number] {
  const known = file.workflow.legs.find(({ id }) => id === leg);
  if (known === undefined) throw new Refusal('unknown-leg', null, { leg });
  return known;
}

/** @throws Refusal `leg-not-ready` naming the legs that must be done before */
function inOrder(file: Case, leg: string, alsoAfter: readonly string[] = []): void {
  const before = [...legOf(file, leg).after, ...alsoAfter];
  legsInOrder(
    leg,
    before.filter((id) => !file.completedLegs.includes(id)),
  );
}

/** The other leg that the paper file is out for: it cannot lie in two places. */
const paperOutFor = (file: Case, leg: string): readonly string[] =>
  file.transfers.flatMap((sent) =>
    sent.form === 'paper' && sent.leg !== null && sent.leg !== leg && isOpenTransfer(file, sent) ? [sent.leg] : [],
  );

/** While the applicant has yet to pay, legs that do not depend on it go on. */
const SENDING_LEGS = ['in-process', 'awaiting-payment'] as const;

/** Electronic files go to all agencies at once; paper files go in sequence (Article 20.2). */
export const transfer: Rule<'TransferDossier'> = ({ data }, state) => {
  const { case: file } = within(state, data.leg === null ? ['in-process'] : SENDING_LEGS, 'ND118-2025/18');
  if (data.leg === null && data.to === file.holder) throw new Refusal('same-agency', null, { agency: data.to });
  if (data.leg !== null) {
    if (data.form === 'paper') inOrder(file, data.leg, paperOutFor(file, data.leg));
    else legOf(file, data.leg);
    if (file.completedLegs.includes(data.leg)) throw new Refusal('leg-done', null, { leg: data.leg });
  }
  const open = file.transfers.find(
    ({ leg, status }) => leg === data.leg && (status === 'in-transit' || (leg !== null && status === 'accepted')),
  );
  if (open !== undefined) throw new Refusal('not-in-state', null, { transfer: open.transfer, status: open.status });
  return [
    { type: 'DossierTransferred', v: 1, data: { transfer: file.transfers.length + 1, from: file.holder, ...data } },
  ];
};

function addressed(file: Case, no: number, by: string): Transfer {
  const found = file.transfers.find((sent) => sent.transfer === no);
  if (found === undefined || found.to !== by) throw new Refusal('not-addressed', null, { transfer: no, by });
  return found;
}

export const acceptTransfer: Rule<'AcceptTransfer'> = ({ data }, state) => {
  const { case: file } = within(state, RUNNING);
  const { status } = addressed(file, data.transfer, data.by);
  if (status === 'accepted') throw new Refusal('already-accepted', null, { transfer: data.transfer, by: data.by });
  if (status === 'returned') throw new Refusal('not-in-state', null, { transfer: data.transfer, status });
  return [{ type: 'TransferAccepted', v: 1, data }];
};

export const returnTransfer: Rule<'ReturnTransfer'> = ({ data }, state) => {
  const { case: file } = within(state, RUNNING);
  const { status } = addressed(file, data.transfer, data.by);
  if (status !== 'in-transit') throw new Refusal('not-in-state', null, { transfer: data.transfer, status });
  return [{ type: 'TransferReturned', v: 1, data }];
};

export const completeLeg: Rule<'CompleteLeg'> = ({ data }, state) => {
  const situation = within(state, UNDECIDED);
  const { case: file } = situation;
  inOrder(file, data.leg);
  if (situation.is === 'awaiting-payment' && legOf(file, data.leg).waitsForApplicant !== null)
    throw new Refusal('payment-awaited', null, { leg: data.leg, noticeNo: situation.noticeNo });
  if (file.completedLegs.includes(data.leg)) throw new Refusal('leg-done', null, { leg: data.leg });
  const held = file.transfers.some(
    ({ leg, to, status }) => leg === data.leg && to === data.by && status === 'accepted',
  );
  if (!held) throw new Refusal('not-addressed', null, { leg: data.leg, by: data.by });
  return [{ type: 'LegCompleted', v: 1, data }];
};

export const requestOpinion: Rule<'RequestOpinion'> = ({ data, on }, state) => {
  const { case: file } = within(state, UNDECIDED, 'ND118-2025/19.4');
  if (data.agency === file.holder) throw new Refusal('same-agency', null, { agency: data.agency });
  if (data.answerBy <= on.at) throw new Refusal('not-later', 'ND118-2025/19.4', { answerBy: data.answerBy });
  return [{ type: 'OpinionRequested', v: 1, data: { opinion: file.opinions.length + 1, ...data } }];
};

function opinionOf(file: Case, no: number) {
  const opinion = file.opinions[no - 1];
  if (opinion === undefined) throw new Refusal('not-addressed', 'ND118-2025/19.4', { opinion: no });
  return opinion;
}

export const recordOpinion: Rule<'RecordOpinion'> = ({ data }, state) => {
  const { case: file } = within(state, RUNNING, 'ND118-2025/19.4');
  const { agency, answered } = opinionOf(file, data.opinion);
  if (answered) throw new Refusal('not-in-state', 'ND118-2025/19.4', { opinion: data.opinion, answered });
  return [{ type: 'OpinionReceived', v: 1, data: { ...data, agency } }];
};

/** The dossier goes on without the opinion; the head of the one-stop office is told. */
export const notifyOpinionOverdue: Rule<'NotifyOpinionOverdue'> = ({ data, on }, state) => {
  const { case: file } = within(state, UNDECIDED, 'ND118-2025/19.4');
  const { agency, answerBy, answered, overdueNotified } = opinionOf(file, data.opinion);
  if (answered || overdueNotified) return [];
  if (on.at <= answerBy) throw new Refusal('not-yet-due', 'ND118-2025/19.4', { answerBy, at: on.at });
  return [{ type: 'OpinionOverdueNotified', v: 1, data: { ...data, agency } }];
};

/** Clocks and promises stay as they are; who has nothing of the dossier hands nothing over. */
export const handOver: Rule<'HandOverDossier'> = ({ data }, state) => {
  const held = lyingWith(state);
  within(state, [...RUNNING, 'submitted', 'result-ready', ...(held.length > 0 ? (['returned'] as const) : [])]);
  if (data.from === data.to) throw new Refusal('same-agency', null, { agency: data.to });
  if (!held.includes(data.from)) throw new Refusal('not-addressed', null, { from: data.from, lyingWith: held });
  return [{ type: 'DossierHandedOver', v: 1, data }];
};
