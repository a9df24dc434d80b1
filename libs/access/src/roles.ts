import { Refusal } from '#kernel';
import type { DossierCommandType } from '#dossier';

/** Vai trò — who may sit at which part of the work (domain: roles). */
export const ROLES = [
  'reception-officer',
  'unit-head',
  'case-officer',
  'leader',
  'clerk',
  'inspector',
  'administrator',
  'integration',
] as const;
export type Role = (typeof ROLES)[number];

const reception = [
  'SubmitDossier',
  'RefuseAtDesk',
  'RequestDeskSupplement',
  'ReceiveDossier',
  'TransferDossier',
  'CompleteSupplement',
  'FulfilFinancialObligation',
  'RescheduleReturn',
  'ReturnResult',
  'WithdrawDossier',
  'AdjustApplication',
  'AddPapers',
  'PayFee',
  'ReportLoss',
  'OpenResultCorrection',
  'CorrectEntry',
  'RateSatisfaction',
] as const;

const appraisal = [
  'AssignDossier',
  'CompleteStep',
  'SendBackStep',
  'TransferDossier',
  'AcceptTransfer',
  'ReturnTransfer',
  'CompleteLeg',
  'RequestOpinion',
  'RecordOpinion',
  'RequestSupplement',
  'RequestFinancialObligation',
  'FulfilFinancialObligation',
  'ForecastLateness',
  'ReportLoss',
  'CloseResultCorrection',
  'CorrectEntry',
] as const;

/** Which role may give which command of a dossier. Nobody has a command that skips a step. */
export const commandsOf: Readonly<Record<Role, readonly DossierCommandType[]>> = {
  'reception-officer': reception,
  'unit-head': appraisal,
  'case-officer': appraisal,
  leader: [
    'ApproveDecision',
    'RefuseDecision',
    'StopDossier',
    'IssueApology',
    'AssignDossier',
    'SendBackStep',
    'ForecastLateness',
  ],
  clerk: ['CompleteStep', 'MarkResultReady', 'CloseResultCorrection', 'AcceptTransfer', 'ReturnTransfer'],
  inspector: [],
  administrator: [],
  integration: ['SubmitDossier', 'WithdrawDossier', 'AdjustApplication', 'AddPapers', 'PayFee', 'RateSatisfaction'],
};

export const isRole = (role: string): role is Role => ROLES.some((known) => known === role);

/** @throws Refusal `not-allowed` when the role may not give the command */
export function mayGive(role: string, command: DossierCommandType): void {
  if (!isRole(role) || !commandsOf[role].includes(command)) throw new Refusal('not-allowed', null, { role, command });
}
