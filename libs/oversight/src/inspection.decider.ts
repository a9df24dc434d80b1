import { isDay, Refusal, type Day } from '#kernel';
import { isFairText, type CatalogueView } from '#catalogue';
import type { Inspection, OversightEventOf } from './oversight.events.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_DOSSIERS = 1_000;

/** @throws Refusal `invalid-input` for what is no id */
export function inspectionStream(inspectionId: string): string {
  if (!UUID.test(inspectionId)) throw new Refusal('invalid-input', null, { why: 'inspectionId is a UUID' });
  return `inspection-${inspectionId}`;
}

/**
 * Ghi nhận kiểm tra: the same again adds nothing.
 * @throws Refusal `invalid-input`, `future-effective-time`, `unknown-agency`; `inspection-recorded-otherwise`
 */
export function recordInspection(
  current: Inspection | null,
  inspection: Inspection,
  { today, catalogue }: { readonly today: Day; readonly catalogue: Pick<CatalogueView, 'findAgency'> },
): readonly OversightEventOf<'InspectionRecorded'>[] {
  sound(inspection);
  if (current !== null) {
    if (told(current) === told(inspection)) return [];
    throw new Refusal('inspection-recorded-otherwise', null, { inspectionId: inspection.inspectionId });
  }
  if (inspection.to > today) throw new Refusal('future-effective-time', null, { to: inspection.to, today });
  for (const agency of [inspection.inspectedBy, inspection.agency])
    if (catalogue.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
  return [{ type: 'InspectionRecorded', v: 1, data: inspection }];
}

function sound({ inspectionId, inspectedBy, agency, from, to, decision, dossiers }: Inspection): void {
  const no = (why: string) => new Refusal('invalid-input', null, { why });
  inspectionStream(inspectionId);
  if (!isDay(from) || !isDay(to)) throw no('from and to are days, YYYY-MM-DD');
  if (to < from) throw no('to is not before from');
  if (dossiers.length > MOST_DOSSIERS) throw no(`at most ${MOST_DOSSIERS} dossiers`);
  for (const text of [inspectedBy, agency, decision, ...dossiers])
    if (text.trim() === '' || text.length > 200 || !isFairText(text)) throw no('a text is empty or too long');
  if (new Set(dossiers).size < dossiers.length) throw no('a dossier is named twice');
}

const told = (of: Inspection): string =>
  JSON.stringify([
    ...[of.inspectionId, of.inspectedBy, of.agency, of.from, of.to, of.method, of.decision, of.outcome],
    of.dossiers,
  ]);
