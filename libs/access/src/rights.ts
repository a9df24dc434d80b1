import { Refusal } from '#kernel';
import type { DossierCommandType } from '#dossier';
import { isRole, type Role } from './roles.js';

/** What may be read, beside what may be done. */
export const READINGS = [
  'read-catalogue',
  'search-dossiers',
  'read-dossier',
  'read-timeline',
  'read-paper',
  'read-responsibility',
  'read-flows',
  'read-figures',
  'print-receipt',
  'list-duties',
  'list-readings',
  'list-inspections',
] as const;
export type Reading = (typeof READINGS)[number];

/** What may be done beside commands on dossiers. */
export type OversightCommand = 'RecordInspection' | 'ClosePeriod';

/** Something that a role may do, or may not. */
export type Right = DossierCommandType | OversightCommand | Reading;

/**
 * Where a right holds. `everywhere`; `own-desk`: at the centre of the one who asks; `centre`: for dossiers received, or to be
 * collected, there; `holder`: held by their agency; `addressed`: sent to it, whole, for a leg or for an opinion; `decider`: decided by it;
 * `own`: filed by themselves; `involved`: their agency has to do with the dossier; `mandate`: their agency and all below
 * it have.
 */
export const PLACES = [
  'everywhere',
  'own-desk',
  'centre',
  'holder',
  'addressed',
  'decider',
  'own',
  'involved',
  'mandate',
] as const;
export type Place = (typeof PLACES)[number];

/** Who may, and where; `system` is the engine itself: timers, the operator's command line, imports. */
export type Holder = Role | 'system';
export type Line = Readonly<Partial<Record<Holder, Place>>>;

const desk = (place: Place): Line => ({ 'reception-officer': place });
const officers = (place: Place): Line => ({ 'unit-head': place, 'case-officer': place });
const system: Line = { system: 'everywhere' };
const applicant: Line = { ...desk('centre'), integration: 'own' };

/**
 * Phân quyền: every right, who has it and where. Nobody has a command that skips a step, and an administrator none at
 * all. A command without a line does not compile.
 */
export const rights: Readonly<Record<Right, Line>> = {
  SubmitDossier: { ...desk('own-desk'), integration: 'everywhere' },
  RefuseAtDesk: desk('centre'),
  RequestDeskSupplement: desk('centre'),
  ReceiveDossier: desk('own-desk'),
  CompleteSupplement: desk('centre'),
  RescheduleReturn: desk('centre'),
  ReturnResult: desk('centre'),
  WithdrawDossier: applicant,
  AdjustApplication: applicant,
  AddPapers: applicant,
  StorePaper: applicant,
  PayFee: applicant,
  RateSatisfaction: applicant,
  OpenResultCorrection: desk('centre'),

  AssignDossier: { 'unit-head': 'holder', leader: 'holder' },
  CompleteStep: { ...officers('holder'), clerk: 'holder' },
  SendBackStep: { ...officers('holder'), leader: 'holder' },
  RequestOpinion: officers('holder'),
  RecordOpinion: officers('holder'),
  RequestSupplement: officers('holder'),
  RequestFinancialObligation: officers('holder'),
  FulfilFinancialObligation: { ...desk('centre'), ...officers('holder') },
  ForecastLateness: { ...officers('holder'), leader: 'decider', ...system },
  ReportLoss: { ...desk('centre'), ...officers('holder') },
  CorrectEntry: { ...desk('centre'), ...officers('holder') },

  TransferDossier: { ...desk('centre'), ...officers('holder') },
  AcceptTransfer: { ...officers('addressed'), clerk: 'addressed' },
  ReturnTransfer: { ...officers('addressed'), clerk: 'addressed' },
  CompleteLeg: officers('addressed'),

  ApproveDecision: { leader: 'decider' },
  RefuseDecision: { leader: 'decider' },
  StopDossier: { leader: 'decider' },
  IssueApology: { leader: 'decider' },
  MarkResultReady: { clerk: 'decider' },
  CloseResultCorrection: { ...officers('decider'), clerk: 'decider' },

  NotifyOpinionOverdue: system,
  CloseUnsupplemented: system,
  EscalateToHead: system,
  RestateDueDate: system,
  HandOverDossier: system,
  AcknowledgeByPortal: system,
  RejectByPortal: system,
  VoidNumber: system,
  ImportDossier: system,
  ImportActivity: system,
  EraseApplicant: { leader: 'decider', clerk: 'decider' },
  RecordInspection: { inspector: 'mandate' },
  ClosePeriod: { leader: 'mandate' },

  'read-catalogue': {
    ...{ 'reception-officer': 'everywhere', 'unit-head': 'everywhere', 'case-officer': 'everywhere' },
    ...{ leader: 'everywhere', clerk: 'everywhere', inspector: 'everywhere' },
    ...{ administrator: 'everywhere', integration: 'everywhere' },
  },
  'search-dossiers': readers(),
  'read-dossier': readers(),
  'read-timeline': readers(),
  // An inspector sees that there is a paper, and its digest; what stands in it is the applicant's.
  'read-paper': {
    ...desk('involved'),
    ...officers('involved'),
    clerk: 'involved',
    leader: 'mandate',
    integration: 'own',
  },
  'read-responsibility': readers(),
  'read-flows': offices(),
  'read-figures': offices(),
  'print-receipt': { ...desk('involved'), integration: 'own' },
  'list-duties': {
    ...desk('involved'),
    ...officers('involved'),
    ...{ clerk: 'involved', leader: 'mandate', inspector: 'mandate', system: 'everywhere' },
  },
  'list-readings': { inspector: 'mandate' },
  'list-inspections': { inspector: 'mandate' },
};

function readers(): Line {
  return { ...offices(), integration: 'own' };
}

/** Who works at an office, or looks after one. */
function offices(): Line {
  return {
    ...desk('involved'),
    ...officers('involved'),
    clerk: 'involved',
    leader: 'mandate',
    inspector: 'mandate',
    system: 'everywhere',
  };
}

const isHolder = (role: string): role is Holder => role === 'system' || isRole(role);

export const isRight = (text: string): text is Right => Object.hasOwn(rights, text);

/** Where a role has a right. @throws Refusal `not-allowed` when nowhere */
export function placeOf(role: string, right: Right): Place {
  const place = isHolder(role) ? rights[right][role] : undefined;
  if (place === undefined) throw new Refusal('not-allowed', null, { role, right });
  return place;
}
