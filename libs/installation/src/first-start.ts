import {
  defaultLocalVersions,
  importAgencies,
  importCalendar,
  importLocalProcedures,
  importNational,
  type CatalogueView,
  type Publication,
} from '#catalogue';
import type { Day } from '#kernel';
import { publish, type Publishing } from './publish.js';
import { shippedFile } from './shipped-data.js';

/** From when the demo province's versions are in force. */
const VALID_FROM: Day = '2026-01-01';

/** One part of what ships: its name for a person, and what of it is not yet in the log. */
export interface ShippedPart {
  readonly name: string;
  readonly decide: (view: CatalogueView) => readonly Publication[];
}

/** What ships with the engine, in the order in which one rests on the other. */
export const SHIPPED: readonly ShippedPart[] = [
  // A day off that was decreed later is not taken back by what ships.
  {
    name: 'lịch làm việc',
    decide: (view) => (view.calendars().length > 1 ? [] : importCalendar(shippedFile('calendar.vn.json'), view)),
  },
  { name: 'cơ quan', decide: (view) => importAgencies(shippedFile('agencies.demo.json'), view) },
  {
    name: 'thủ tục và quy trình của tỉnh mẫu',
    decide: (view) => importLocalProcedures(shippedFile('procedures.demo.json'), view, { validFrom: VALID_FROM }),
  },
  {
    name: 'thủ tục của cơ sở dữ liệu quốc gia',
    decide: (view) => importNational(shippedFile('procedures.national.json'), view).publications,
  },
  {
    name: 'phiên bản địa phương mặc định',
    decide: (view) => defaultLocalVersions(view, { validFrom: VALID_FROM }).publications,
  },
];

/** Publishes what ships, as events; what stands already is not published again. @returns how many streams were written */
export async function publishShipped(
  publishing: Omit<Publishing, 'onProgress'>,
  tell: (part: string, done: number, of: number) => void,
  parts: readonly ShippedPart[] = SHIPPED,
): Promise<number> {
  let total = 0;
  for (const { name, decide } of parts)
    total += await publish({ ...publishing, onProgress: (done, of) => tell(name, done, of) }, decide);
  return total;
}
