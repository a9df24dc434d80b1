import {
  Refusal,
  StoreUnavailable,
  vietnamDay,
  type Appended,
  type Day,
  type EventStore,
  type Meta,
  type Recorded,
} from '#kernel';
import { numberingStream, type NumberTaken } from '#dossier';
import { codeParts, dossierCode } from '#law';
import { eventIdOf } from './identity.js';

const ATTEMPTS = 3;
/** How far back a number of unknown outcome is looked for. */
const LOOK_BACK = 1_000;

/**
 * Takes the next number of an agency's day: the place of `NumberTaken` in its stream, gap-free without a lock. When the
 * answer was lost the stream is searched for the command first, for ids do not protect appends with `any`.
 */
export async function takeNumber(store: EventStore, agency: string, dossierId: string, meta: Meta): Promise<string> {
  const day = vietnamDay(meta.recordedAt);
  const stream = numberingStream(agency, day);
  const data = { dossierId, commandId: meta.commandId };
  const id = eventIdOf(meta.commandId, stream, 0);
  const event = { id, type: 'NumberTaken', v: 1, data, meta: withoutPerson(meta) } as const;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { revision }: Appended = await store.append(stream, 'any', [event]);
      return dossierCode(agency, day, revision + 1);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || error.outcome !== 'unknown' || attempt === ATTEMPTS) throw error;
      const taken = await numberTakenBy(store, stream, meta.commandId);
      if (taken !== null) return dossierCode(agency, day, taken + 1);
    }
  }
}

/** The stream of numbers is not sealed: what was said with the command, and its digest, stay with the dossier. */
const withoutPerson = ({ lateReason: _, ...meta }: Meta): Meta => ({ ...meta, commandDigest: '' });

async function numberTakenBy(store: EventStore, stream: string, commandId: string): Promise<number | null> {
  for await (const event of store.read(stream, { direction: 'backwards', limit: LOOK_BACK }))
    if (isNumberTaken(event) && event.data.commandId === commandId) return event.revision;
  return null;
}

const isNumberTaken = (event: Recorded): event is Recorded<NumberTaken> => event.type === 'NumberTaken';

/** Where the number of a code was taken. @throws Refusal `invalid-input` for what is no code */
export function numberOf(code: string): { readonly stream: string; readonly revision: number } {
  const { agency, day, sequence } = codeParts(code);
  return { stream: `numbering-${agency}-${day}`, revision: sequence - 1 };
}

/**
 * The dossier that a code's number was taken for: one read of the log.
 * @throws Refusal `invalid-input` for what is no code, `unknown-dossier` when the number was never taken
 */
export async function dossierOfCode(store: EventStore, code: string): Promise<string> {
  const { stream, revision } = numberOf(code);
  for await (const event of store.read(stream, { from: revision, limit: 1 }))
    if (isNumberTaken(event) && event.revision === revision) return event.data.dossierId;
  throw new Refusal('unknown-dossier', null, { code });
}

/** A number that was taken, and for which dossier. */
export interface TakenNumber {
  readonly code: string;
  readonly dossierId: string;
}

/** All numbers that an agency took on a day, in their order. */
export async function numbersTaken(store: EventStore, agency: string, day: Day): Promise<readonly TakenNumber[]> {
  const taken: TakenNumber[] = [];
  for await (const event of store.read(numberingStream(agency, day)))
    if (isNumberTaken(event))
      taken.push({ code: dossierCode(agency, day, event.revision + 1), dossierId: event.data.dossierId });
  return taken;
}
