import type { Installation } from '#installation';
import { Refusal, type EventStore, type Position } from '#kernel';
import {
  catalogueAt,
  earlier,
  EVERYTHING,
  Forms,
  justBefore,
  knownAt,
  outcomesProjection,
  positionOf,
  reportingPeriodOf,
  signedBy,
  signersOfProvince,
  standingsReach,
  type FormAsked,
  type FormName,
  type FormWanted,
  type Signers,
} from '#reports';
import { upToDate } from '../up-to-date.js';
import { belowOf } from './asked.js';

/** How a form is asked for on the command line. */
export interface FormOptions {
  readonly period: string;
  readonly agency?: string;
  readonly asOf?: string;
  readonly monthBegins: number;
}

/** Who signs a form, and of what it is told. */
export interface SigningOfForm {
  readonly store: EventStore;
  readonly signers: Signers;
  readonly agencies: readonly string[] | null;
  /** Where a past was asked for. */
  readonly asOf: Position | null;
}

/** Reads a form, with the read model as far as the log. */
export async function onForms<T>(
  installation: Installation,
  name: FormName,
  options: FormOptions,
  run: (forms: Forms, wanted: FormWanted, signed: SigningOfForm) => Promise<T>,
): Promise<T> {
  const now = installation.clock.now();
  const period = reportingPeriodOf(options.period, now, options.monthBegins);
  if (name === '07b' && options.agency !== undefined)
    throw new Refusal('invalid-input', null, { at: 'agency', expected: 'none: form 07b is of the whole province' });
  const leave = await upToDate(installation, outcomesProjection);
  try {
    const { store, db } = installation;
    const position = options.asOf === undefined ? EVERYTHING : await positionOf(installation, options.asOf, now);
    const reached = earlier(position, await standingsReach(db));
    const [all, catalogue] = [await catalogueAt(store, position), await catalogueAt(store, reached)];
    const asked: FormAsked = {
      period,
      knownBefore: await knownAt(installation, justBefore(period)),
      ...(options.agency === undefined ? {} : { agencies: belowOf(options.agency, all, catalogue) }),
      ...(reached === null ? {} : { asOf: reached }),
    };
    const signers = name === '07b' ? signersOfProvince(all) : signedBy(options.agency);
    const { agencies = null } = asked;
    const signing = { store, signers, agencies, asOf: options.asOf === undefined ? null : position };
    return await run(new Forms(db), { asked, now, catalogue, agency: options.agency ?? null }, signing);
  } finally {
    await leave();
  }
}
