import { isDay, Refusal, type Position } from '#kernel';
import type { Installation } from '#installation';
import {
  Figures,
  knownAt,
  ON_TIME_RATE,
  outcomesProjection,
  periodOf,
  type FigureAsked,
  type Grouping,
} from '#reports';
import { upToDate } from '../up-to-date.js';

/** The figures that there are. */
export const FIGURES = [ON_TIME_RATE] as const;

/** How a figure is asked for on the command line. */
export interface FigureOptions {
  readonly period: string;
  readonly by?: Grouping;
  readonly asOf?: string;
}

const POSITION = /^[0-9a-f]{16,64}$/;

/** @throws Refusal `invalid-input` */
export function mustBeFigure(name: string): void {
  const known = FIGURES.map((figure) => figure.name);
  if (!known.some((one) => one === name))
    throw new Refusal('invalid-input', null, { at: 'figure', given: name, known });
}

/** Reads what was asked, with the read model as far as the log. */
export async function onFigures<T>(
  installation: Installation,
  { period, by, asOf }: FigureOptions,
  run: (figures: Figures, asked: FigureAsked, now: string) => Promise<T>,
): Promise<T> {
  const now = installation.clock.now();
  const leave = await upToDate(installation, outcomesProjection);
  try {
    const known = asOf === undefined ? null : await positionOf(installation, asOf);
    const asked = {
      period: periodOf(period, now),
      ...(by === undefined ? {} : { by }),
      ...(known === null ? {} : { asOf: known }),
    };
    return await run(new Figures(installation.db), asked, now);
  } finally {
    await leave();
  }
}

/** A position as it was printed, or an instant: what was known then. Before the first event nothing was. */
async function positionOf({ store }: Installation, asOf: string): Promise<Position> {
  if (POSITION.test(asOf)) return asOf;
  const instant = isDay(asOf) ? Number.NaN : Date.parse(asOf);
  if (Number.isNaN(instant))
    throw new Refusal('invalid-input', null, {
      at: 'as-of',
      expected: 'a position of the log, or an instant with its offset',
    });
  return (await knownAt(store, new Date(instant).toISOString())) ?? '0';
}
