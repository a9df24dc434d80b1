/** Every way in which the engine says no; each has its Vietnamese sentence in `#law` (`refusals.ts`). */
export type RefusalCode =
  // input that cannot be
  | 'invalid-input'
  | 'unknown-procedure'
  | 'unknown-agency'
  | 'unknown-case'
  | 'calendar-not-loaded'
  | 'limit-out-of-range'
  | 'limit-not-set'
  | 'limit-too-long'
  | 'decider-not-set'
  | 'future-effective-time'
  | 'late-reason-missing'
  | 'pause-out-of-order'
  | 'ends-before-start'
  | 'workflow-invalid'
  | 'agency-of-another-kind'
  | 'successors-in-a-circle'
  | 'paper-empty'
  | 'unsupported-type'
  | 'unsafe-archive'
  | 'paper-infected'
  // the state says no
  | 'not-receivable'
  | 'unknown-dossier'
  | 'agency-closed'
  | 'already-exists'
  | 'contradicts-what-was-imported'
  | 'already-rescheduled'
  | 'already-received'
  | 'number-voided'
  | 'already-decided'
  | 'already-returned'
  | 'second-desk-supplement'
  | 'not-in-state'
  | 'out-of-order'
  | 'not-addressed'
  | 'same-agency'
  | 'unknown-step'
  | 'unknown-leg'
  | 'leg-not-ready'
  | 'leg-done'
  | 'payment-awaited'
  | 'already-accepted'
  | 'agency-still-open'
  | 'steps-open'
  | 'online-only'
  | 'legs-open'
  | 'no-apology'
  | 'not-later'
  | 'not-yet-due'
  | 'applicant-erased'
  | 'two-persons-needed'
  | 'still-kept'
  | 'inspection-recorded-otherwise'
  | 'key-reused'
  | 'stale-revision'
  | 'unknown-paper'
  | 'too-many-papers'
  | 'form-does-not-balance'
  | 'period-already-closed'
  | 'period-not-closed'
  | 'period-not-over'
  // who asks
  | 'not-authenticated'
  | 'not-allowed'
  | 'wrong-password'
  | 'password-not-allowed'
  | 'password-change-needed'
  | 'login-locked'
  | 'local-accounts-off'
  | 'identity-not-mapped'
  | 'identity-unavailable'
  // the engine itself
  | 'read-model-behind'
  | 'store-unavailable'
  | 'reading-not-recorded'
  | 'dossier-corrupt'
  | 'log-too-old'
  | 'papers-unavailable'
  | 'paper-damaged'
  | 'scanner-unavailable'
  | 'too-large'
  | 'too-many-requests';

/** The law or the choice that a refusal rests on, e.g. `ND118-2025/19.6`; null where it is plain logic. */
export type Law = string | null;

/** A "no" of the domain: a code, the law behind it, and the facts a person needs. It knows no HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly law: Law = null,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = 'Refusal';
  }
}
