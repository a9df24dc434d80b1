import pg from 'pg';
import type { Instant } from '#kernel';

/** `2026-11-20 09:00:00.5+07`, as PostgreSQL prints an instant. */
const PRINTED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?([+-]\d\d)(?::?(\d\d))?$/;

/** An instant as PostgreSQL prints it, as `toISOString` prints it. `infinity` stays what it is. */
export function instantOfPrinted(text: string): Instant {
  const [, day, time, fraction = '', hours, minutes = '00'] = PRINTED.exec(text) ?? [];
  if (day === undefined) return text;
  const local = `${day}T${time}.${fraction.padEnd(3, '0')}`;
  return hours === '+00' && minutes === '00' ? `${local}Z` : new Date(`${local}${hours}:${minutes}`).toISOString();
}

/** Reads instants as text, as the engine keeps them; everything else as the driver does. */
export const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.TIMESTAMPTZ ? instantOfPrinted : pg.types.getTypeParser(oid, format),
};
