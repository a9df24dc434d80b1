import { dossierStream } from '#dossier';
import type { Clock, EventStore, Recorded } from '#kernel';
import { endOf, entriesFrom, eventsAfter, hashOf, type Entry } from '../ledger/covered-log.js';
import { auditPath, leaf } from '../ledger/merkle.js';
import type { Signer } from '../ledger/signer.js';
import { BUNDLE_FORMAT, type Bundle, type Proof, type StoredEvent } from '#verifier';

/** Whose bundle it is: the dossier, and the number that its code was taken from. */
export interface Subject {
  readonly code: string;
  readonly dossierId: string;
  readonly number: { readonly stream: string; readonly revision: number };
}

const stored = ({ stream, revision, id, type, v, data, meta }: Recorded): StoredEvent => ({
  stream,
  revision,
  id,
  type,
  v,
  data,
  meta,
});

const placeOf = ({ stream, revision }: { readonly stream: string; readonly revision: number }) =>
  `${stream} ${revision}`;

/** Xuất hồ sơ kèm bằng chứng: a dossier's events as they are kept, and what proves each, to be verified without us. */
export async function exportBundle(
  { log, clock, signer }: { readonly log: EventStore; readonly clock: Clock; readonly signer: Signer },
  { code, dossierId, number }: Subject,
): Promise<Bundle> {
  const events: StoredEvent[] = [];
  for await (const event of log.read(number.stream, { from: number.revision, limit: 1 })) events.push(stored(event));
  for await (const event of log.read(dossierStream(dossierId))) events.push(stored(event));
  const { proofs, ledger } = await proofsOf(log, new Set(events.map(placeOf)));
  const entryOf = new Map(proofs.map((proof) => [placeOf(proof), proof.entry]));
  const last = ledger.at(-1);
  const statement = {
    format: BUNDLE_FORMAT,
    code,
    exportedAt: clock.now(),
    events: events.map((event) => ({
      stream: event.stream,
      revision: event.revision,
      hash: hashOf(event),
      entry: entryOf.get(placeOf(event)) ?? null,
    })),
    head: last === undefined ? null : { entry: last.revision, hash: last.meta.hash ?? '' },
  } as const;
  return { statement, key: signer.key, signature: signer.sign(statement), events, ledger: ledger.map(stored), proofs };
}

/** Goes through the ranges of the ledger that may hold the events; keeps the hashes of one range at a time. */
async function proofsOf(log: EventStore, wanted: ReadonlySet<string>) {
  const proofs: Proof[] = [];
  const ledger: Entry[] = [];
  let before: Entry | null = null;
  for await (const entry of entriesFrom(log, 0)) {
    const found = await proofsIn(log, before, entry, wanted);
    if (found.length > 0 || ledger.length > 0) ledger.push(entry);
    proofs.push(...found);
    before = entry;
  }
  if (ledger.length === 0 && before !== null) ledger.push(before);
  return { proofs, ledger };
}

async function proofsIn(
  log: EventStore,
  before: Entry | null,
  entry: Entry,
  wanted: ReadonlySet<string>,
): Promise<readonly Proof[]> {
  const leaves: Buffer[] = [];
  const found: { readonly stream: string; readonly revision: number; readonly index: number }[] = [];
  for await (const event of eventsAfter(log, await endOf(log, before))) {
    const { stream, revision } = event;
    if (wanted.has(placeOf(event))) found.push({ stream, revision, index: leaves.length });
    leaves.push(leaf(hashOf(event)));
    if (leaves.length === entry.data.count) break;
  }
  return found.map((place) => ({ ...place, entry: entry.revision, path: auditPath(leaves, place.index) }));
}
