import { dayAfter, Refusal, vietnamDay, type Day, type Instant } from '#kernel';
import { caseOf, type DossierState } from '../dossier.state.js';
import { ENDED, within, type Rule } from './guards.js';

const known = ({ situation }: DossierState) => {
  if (situation.is === 'unknown') throw new Refusal('unknown-dossier');
};

/** The past event stays as it was; only what is said of it from now on changes. */
export const correctEntry: Rule<'CorrectEntry'> = ({ data }, state) => {
  known(state);
  if (data.revision < 0 || data.revision > state.revision)
    throw new Refusal('invalid-input', null, { field: 'revision', last: state.revision });
  return [{ type: 'EntryCorrected', v: 1, data }];
};

const isScore = (score: number) => Number.isInteger(score) && score >= 1 && score <= 5;

export const rate: Rule<'RateSatisfaction'> = ({ data }, state) => {
  within(state, ['result-ready', 'returned', 'closed', 'withdrawn', 'stopped'], 'ND118-2025/33.1');
  if (![data.overall, ...data.criteria.map(({ score }) => score)].every(isScore))
    throw new Refusal('invalid-input', 'ND118-2025/33.1', { field: 'score', from: 1, to: 5 });
  return [{ type: 'SatisfactionRated', v: 1, data }];
};

export const acknowledge: Rule<'AcknowledgeByPortal'> = ({ data }, state) => {
  known(state);
  return [{ type: 'PortalAcknowledged', v: 1, data }];
};

export const reject: Rule<'RejectByPortal'> = ({ data }, state) => {
  known(state);
  return [{ type: 'PortalRejected', v: 1, data }];
};

/** A number that the dossier came to bear is never voided. */
export const voidNumber: Rule<'VoidNumber'> = ({ data }, state) => {
  if (state.voided.includes(data.code)) return [];
  if (caseOf(state)?.code === data.code) throw new Refusal('already-received', 'ND118-2025/28', { code: data.code });
  return [{ type: 'NumberVoided', v: 1, data }];
};

/** What says which dossier it is: a register that tells it otherwise later tells of another. */
const SAME = ['externalId', 'startedAt', 'channel', 'agency', 'procedureName'] as const;
/** What a later extract of the register may know better. */
const MAY_CHANGE = ['promisedAt', 'endedAt'] as const;

/** Imported again, what was learnt or put right since is one event more; the first one stays as it was. */
export const importDossier: Rule<'ImportDossier'> = ({ data }, { situation }) => {
  const { startedAt, endedAt } = data;
  if (endedAt !== null && endedAt < startedAt) throw new Refusal('ends-before-start', null, { startedAt, endedAt });
  if (situation.is === 'imported') {
    const { as } = situation;
    const wrong =
      SAME.find((field) => as[field] !== data[field]) ??
      MAY_CHANGE.find((field) => as[field] !== null && data[field] === null);
    if (wrong !== undefined)
      throw new Refusal('contradicts-what-was-imported', null, { field: wrong, was: as[wrong], is: data[wrong] });
    if (MAY_CHANGE.every((field) => as[field] === data[field])) return [];
  } else if (situation.is !== 'unknown') throw new Refusal('already-exists', null, { state: situation.is });
  return [{ type: 'DossierImported', v: 1, data }];
};

export const importActivity: Rule<'ImportActivity'> = ({ data }, state) => {
  within(state, ['imported']);
  return [{ type: 'ActivityImported', v: 1, data }];
};

const TWO_PERSONS = 2;

/** Thời hạn lưu trữ of a dossier: when it ended, and the first day on which it need be kept no longer. */
export interface Keeping {
  readonly ended: Day;
  readonly keptUntil: Day;
}

/** @throws Refusal `not-in-state` while somebody has still something to do */
export function keepingOf(state: DossierState, keptDays: number, now: Instant): Keeping {
  within(state, ENDED);
  const ended = vietnamDay(state.lastEffectiveAt ?? now);
  return { ended, keptUntil: dayAfter(ended, keptDays) };
}

/**
 * Only what has ended, only when it need be kept no longer, only by two persons. The key that is destroyed afterwards
 * leaves every date and every proof as they are.
 */
export const erase: Rule<'EraseApplicant'> = ({ data, on }, state) => {
  if (state.erased) return [];
  const { keptDays, ...event } = data;
  const { ended, keptUntil } = keepingOf(state, keptDays, on.at);
  if (new Set(event.approvedBy).size < TWO_PERSONS)
    throw new Refusal('two-persons-needed', null, { approvedBy: event.approvedBy });
  if (vietnamDay(on.at) < keptUntil) throw new Refusal('still-kept', null, { ended, keptUntil });
  return [{ type: 'ApplicantErased', v: 1, data: event }];
};
