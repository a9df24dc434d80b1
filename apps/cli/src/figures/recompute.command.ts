import { Command } from 'commander';
import { upcastDossier, type RecordedDossierEvent } from '#dossier';
import type { EventStore, Position } from '#kernel';
import { classesOf, digestOf, endOf, referenceOnTimeRate } from '#reports';
import { onInstallation } from '../opening.js';
import { mustBeFigure, onFigures, type FigureOptions } from './asked.js';

interface Options extends FigureOptions {
  readonly json?: boolean;
}

type Classes = readonly [id: string, strict: string, lenient: string];

const NAMED = 20;

/** Tính lại từ nhật ký: the figure from the log alone, by plain loops, compared with what the read store says. */
export const recomputeCommand = new Command('recompute')
  .description('derives a figure from the log alone and compares: exit 0 when both agree, 1 naming what differs')
  .argument('<name>', 'a figure')
  .requiredOption('--period <days>', 'as for "figure"')
  .option('--as-of <position>', 'as for "figure"')
  .option('--json', 'print it as JSON')
  .action(async (name: string, { json, ...options }: Options) => {
    mustBeFigure(name);
    const compared = await onInstallation((installation) =>
      onFigures(installation, options, async (figures, asked, now) => {
        const { certificate, total } = await figures.onTimeRate(asked, now);
        const { period, asOf } = certificate;
        const events = await eventsUpTo(installation.store, asOf);
        const reference = referenceOnTimeRate(events, period.from, period.to, endOf(period, now));
        const ours = (await figures.contributions({ ...asked, ...(asOf === null ? {} : { asOf }) }, now)).map(
          classesOf,
        );
        return {
          ...{
            events: events.length,
            asOf,
            total,
            reference: { strict: reference.strict, lenient: reference.lenient },
          },
          digests: { readStore: certificate.digest, log: digestOf(reference.dossiers) },
          differing: differing(ours, reference.dossiers),
        };
      }),
    );
    const agrees = compared.digests.readStore === compared.digests.log;
    if (!agrees) process.exitCode = 1;
    console.log(json === true ? JSON.stringify({ agrees, ...compared }) : readable(agrees, compared));
  });

/** All events of dossiers, as far as was known; what this engine does not know is in no figure either. */
async function eventsUpTo(log: EventStore, asOf: Position | null): Promise<readonly RecordedDossierEvent[]> {
  const events: RecordedDossierEvent[] = [];
  const ending = new AbortController();
  for await (const batch of log.subscribe({ prefixes: ['dossier-'], personal: [], signal: ending.signal })) {
    for (const event of batch.events) if (asOf !== null && event.position <= asOf) events.push(upcastDossier(event));
    if (batch.caughtUp) break;
  }
  ending.abort();
  return events;
}

function differing(ours: readonly Classes[], reference: readonly Classes[]): readonly string[] {
  const text = ([id, strict, lenient]: Classes): string => `${id} ${strict} ${lenient}`;
  const inReference = new Set(reference.map(text));
  const inOurs = new Set(ours.map(text));
  return [
    ...ours.map(text).flatMap((line) => (inReference.has(line) ? [] : [`read store: ${line}`])),
    ...reference.map(text).flatMap((line) => (inOurs.has(line) ? [] : [`log: ${line}`])),
  ];
}

interface Compared {
  readonly events: number;
  readonly digests: { readonly readStore: string; readonly log: string };
  readonly differing: readonly string[];
}

const readable = (agrees: boolean, { events, digests, differing: lines }: Compared): string =>
  agrees
    ? `${events} events of the log give the same figure, of the same dossiers: ${digests.log}`
    : [
        `${events} events of the log give another figure; ${lines.length} lines differ`,
        ...lines.slice(0, NAMED).map((line) => `  ${line}`),
        ...(lines.length > NAMED ? ['  … (--json names all)'] : []),
      ].join('\n');
