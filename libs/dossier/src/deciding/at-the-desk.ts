import { Refusal } from '#kernel';
import { oneCodeForLife, oneDeskSupplement } from '#law';
import { begin, type Due, type WorkingCalendar } from '#working-time';
import { caseOf } from '../dossier.state.js';
import type { ComputedDue } from '../shapes.js';
import { within, type Rule } from './guards.js';

/** A due date as events keep it. */
export const computed = (due: Due, calendar: WorkingCalendar): ComputedDue => ({
  dueAt: due.dueAt,
  apologyBy: due.apologyBy,
  calendar: { id: calendar.id, version: calendar.version },
  trace: due.trace,
  count: due.count,
});

const named = (name: string) => {
  if (name.trim() === '') throw new Refusal('invalid-input', null, { field: 'applicant.name' });
};

export const submit: Rule<'SubmitDossier'> = ({ data }, { situation }) => {
  if (situation.is !== 'unknown') throw new Refusal('already-exists', null, { state: situation.is });
  named(data.applicant.name);
  return [{ type: 'DossierSubmitted', v: 1, data }];
};

export const refuseAtDesk: Rule<'RefuseAtDesk'> = ({ data }, state) => {
  within(state, ['submitted'], 'ND118-2025/17.1');
  return [{ type: 'DossierRefusedAtDesk', v: 1, data }];
};

export const requestDeskSupplement: Rule<'RequestDeskSupplement'> = ({ data }, state) => {
  const { deskSupplements } = within(state, ['submitted'], 'ND118-2025/16.3');
  oneDeskSupplement(deskSupplements, data.overrideReason);
  return [{ type: 'DeskSupplementRequested', v: 1, data }];
};

/** The clock starts here, as printed on the receipt (Article 17.3). */
export const receive: Rule<'ReceiveDossier'> = ({ data, on }, state) => {
  oneCodeForLife(caseOf(state)?.code ?? null);
  if (state.situation.is !== 'unknown') within(state, ['submitted'], 'ND118-2025/17.3');
  if (state.voided.includes(data.code)) throw new Refusal('number-voided', 'ND118-2025/28', { code: data.code });
  named(data.applicant.name);
  const { terms, ...rest } = data;
  const { counted: limit, basis } = terms.limit;
  const due = begin({ from: on.at, limit, calendar: on.calendar, basis });
  return [{ type: 'DossierReceived', v: 2, data: { ...rest, ...terms, due: computed(due, on.calendar) } }];
};
