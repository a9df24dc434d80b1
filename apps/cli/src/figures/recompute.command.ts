import { Command } from 'commander';
import { upcastDossier, type RecordedDossierEvent } from '#dossier';
import type { EventStore, Position } from '#kernel';
import { digestOf, figureNamed, ofDossiers, referenceFigure, type Contribution } from '#reports';
import { onInstallation } from '../opening.js';
import { onFigures, type FigureOptions } from './asked.js';

interface Options extends Pick<FigureOptions, 'period' | 'asOf'> {
  readonly json?: boolean;
}

const NAMED = 20;

/** Tính lại từ nhật ký: the figure from the log alone, by plain loops, compared with what the read store says. */
export const recomputeCommand = new Command('recompute')
  .description('derives a figure from the log alone and compares: exit 0 when both agree, 1 naming what differs')
  .argument('<name>', 'a figure that is made of dossiers')
  .requiredOption('--period <days>', 'as for "figure"')
  .option('--as-of <position>', 'as for "figure"')
  .option('--json', 'print it as JSON')
  .action(async (name: string, { json, ...options }: Options) => {
    const definition = ofDossiers(figureNamed(name));
    const compared = await onInstallation((installation) =>
      onFigures(installation, options, async ({ store, figures, asked, catalogue, now }) => {
        const { certificate, total } = await figures.figure(definition, asked, now, catalogue);
        const { period, asOf, evaluatedAt: at } = certificate;
        const { events, notUnderstood } = await eventsUpTo(store, asOf);
        const reference = referenceFigure(events, {
          ...{ figure: name, from: period.from, to: period.to, at, calendars: catalogue.calendars() },
        });
        const ours: Contribution[] = [];
        const asCertified = { ...asked, ...(asOf === null ? {} : { asOf }) };
        for await (const each of figures.dossiers(definition, asCertified, now, catalogue)) ours.push(each);
        return {
          ...{ events: events.length, asOf, total },
          /** Dossiers that the read model does not follow either. */
          notUnderstood: [...notUnderstood],
          digests: { readStore: certificate.digest, log: digestOf(reference) },
          differing: differing(ours, reference),
        };
      }),
    );
    const agrees = compared.digests.readStore === compared.digests.log;
    if (!agrees) process.exitCode = 1;
    console.log(json === true ? JSON.stringify({ agrees, ...compared }) : readable(agrees, compared));
  });

/** All events of dossiers, as far as was known; a dossier with an event that this engine does not know is left out. */
async function eventsUpTo(log: EventStore, asOf: Position | null) {
  const events: RecordedDossierEvent[] = [];
  const notUnderstood = new Set<string>();
  const ending = new AbortController();
  for await (const batch of log.subscribe({ prefixes: ['dossier-'], personal: [], signal: ending.signal })) {
    for (const event of batch.events) {
      if (asOf === null || event.position > asOf) continue;
      try {
        events.push(upcastDossier(event));
      } catch {
        notUnderstood.add(event.stream);
      }
    }
    if (batch.caughtUp) break;
  }
  ending.abort();
  return { events: events.filter(({ stream }) => !notUnderstood.has(stream)), notUnderstood };
}

function differing(ours: readonly Contribution[], reference: readonly Contribution[]): readonly string[] {
  const text = ({ dossierId, terms }: Contribution): string =>
    [
      dossierId,
      ...Object.entries(terms)
        .map(([term, number]) => `${term} ${number}`)
        .sort(),
    ].join(' ');
  const inReference = new Set(reference.map(text));
  const inOurs = new Set(ours.map(text));
  return [
    ...ours.map(text).flatMap((line) => (inReference.has(line) ? [] : [`read store: ${line}`])),
    ...reference.map(text).flatMap((line) => (inOurs.has(line) ? [] : [`log: ${line}`])),
  ];
}

interface Compared {
  readonly events: number;
  readonly notUnderstood: readonly string[];
  readonly digests: { readonly readStore: string; readonly log: string };
  readonly differing: readonly string[];
}

const readable = (agrees: boolean, { events, notUnderstood, digests, differing: lines }: Compared): string =>
  [
    agrees
      ? `${events} events of the log give the same figure, of the same dossiers: ${digests.log}`
      : `${events} events of the log give another figure; ${lines.length} lines differ`,
    ...lines.slice(0, NAMED).map((line) => `  ${line}`),
    ...(lines.length > NAMED ? ['  … (--json names all)'] : []),
    ...(notUnderstood.length > 0
      ? [`${notUnderstood.length} dossiers hold events that are not known, and are left out`]
      : []),
  ].join('\n');
