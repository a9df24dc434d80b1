import { eventSchema, plain, type Day, type EventOf } from '#kernel';
import { shortDay } from '#law';

/** Cấp số: the next number of an agency's day was taken for a dossier; its place in the stream is the number. */
export const NumberTaken = eventSchema('NumberTaken', 1, 'cấp số hồ sơ', { dossierId: plain, commandId: plain });
export type NumberTaken = EventOf<typeof NumberTaken>;

/** All events of the stream `numbering-<agency>-<yyMMdd>`. */
export const numberingEvents = { NumberTaken } as const;

export const numberingStream = (agency: string, on: Day): string => `numbering-${agency}-${shortDay(on)}`;
