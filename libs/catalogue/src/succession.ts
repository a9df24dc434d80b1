import { dayAfter, isDay, Refusal, type Day } from '#kernel';
import type { Agency } from './catalogue.events.js';
import type { CatalogueView } from './catalogue-view.js';
import { publication, type Publication } from './publication.js';
import { registerAgency } from './publishing.js';

/**
 * Cơ quan hiện nay — who stands for an agency on a day: itself while it has not ended, else its successors and theirs. A
 * merger leads to one; a split to several, and then only the hand-over of each dossier says which (`DossierHandedOver`).
 * One that ended without a successor that works, stands for itself.
 */
export function agencyNow(view: CatalogueView, code: string, on: Day): readonly string[] {
  const met = new Set<string>();
  const follow = (one: string): readonly string[] => {
    if (met.has(one)) return [];
    met.add(one);
    const agency = view.findAgency(one);
    if (agency === undefined) return [];
    return hasEnded(agency, on) ? agency.successors.flatMap(follow) : [one];
  };
  const now = follow(code);
  return now.length === 0 ? [code] : now;
}

export const hasEnded = ({ validTo }: Agency, on: Day): boolean => validTo !== null && validTo < on;

/** An agency's end: its last day, and who takes over what runs. */
export interface Ending {
  readonly code: string;
  readonly on: Day;
  readonly successors: readonly string[];
}

/**
 * Chấm dứt hoạt động: published once; the same end again adds nothing.
 * @throws Refusal `unknown-agency`; `agency-closed` when it has another end already or a successor does not work on the day
 * after; `same-agency`; `successors-in-a-circle`; `invalid-input` for a day that is none or before it began
 */
export function endAgency(view: CatalogueView, { code, on, successors }: Ending): readonly Publication[] {
  const agency = view.findAgency(code);
  if (agency === undefined) throw new Refusal('unknown-agency', null, { agency: code });
  if (!isDay(on) || on < agency.validFrom)
    throw new Refusal('invalid-input', null, { on, validFrom: agency.validFrom });
  if (successors.length === 0 || new Set(successors).size < successors.length)
    throw new Refusal('invalid-input', null, { successors });
  for (const successor of successors) takesOver(view, agency, successor, on);
  const stands = agency.validTo === on && agency.successors.join() === successors.join();
  if (agency.validTo !== null && !stands)
    throw new Refusal('agency-closed', null, { agency: code, endedOn: agency.validTo, successors: agency.successors });
  return publication(view, `agency-${code}`, registerAgency(agency, { ...agency, validTo: on, successors }));
}

function takesOver(view: CatalogueView, { code }: Agency, successor: string, on: Day): void {
  if (successor === code) throw new Refusal('same-agency', null, { agency: successor });
  if (view.findAgency(successor) === undefined) throw new Refusal('unknown-agency', null, { agency: successor });
  if (leadsTo(view, successor, code)) throw new Refusal('successors-in-a-circle', null, { agency: code, successor });
  const first = dayAfter(on, 1);
  if (!view.isOpen(successor, first)) throw new Refusal('agency-closed', null, { agency: successor, on: first });
}

/** Whether the successors of an agency, and theirs, come to another. */
function leadsTo(view: CatalogueView, from: string, to: string, met: readonly string[] = []): boolean {
  if (met.includes(from)) return false;
  const successors = view.findAgency(from)?.successors ?? [];
  return successors.includes(to) || successors.some((next) => leadsTo(view, next, to, [...met, from]));
}
