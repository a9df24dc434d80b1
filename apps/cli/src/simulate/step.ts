import type { DossierRequest, ReceiveRequest, SubmitRequest } from '#handling';
import type { Instant } from '#kernel';
import type { By } from './by.js';

/** What somebody does: who, and what. */
export interface Deed {
  readonly by: By;
  readonly does:
    | { readonly is: 'submit'; readonly body: SubmitRequest }
    | { readonly is: 'receive'; readonly body: Omit<ReceiveRequest, 'dossierId'>; readonly submitted: boolean }
    | { readonly is: 'give'; readonly request: DossierRequest };
}

/** Something that somebody means to do at an instant. */
export interface Step {
  /** When it is entered. */
  readonly at: Instant;
  /** When it happened, where it is entered late. */
  readonly effectiveAt?: Instant;
  readonly lateReason?: string;
  /** Made up when its time has come, of what the dossier is then; null: there is nothing to do any more. */
  readonly deed: () => Deed | null;
}

/** Part of a simulated life: yields steps, hears whether they were done. */
export type Part<Result = void> = Generator<Step, Result, boolean>;
