import type { DossierState } from '#dossier';
import type { DossierRequest, ReceiveRequest, SubmitRequest } from '#handling';
import type { Instant } from '#kernel';
import type { By } from './by.js';

/** What somebody does at an instant; the life goes on from the state that it led to. */
export interface Step {
  /** When it is entered. */
  readonly at: Instant;
  /** When it happened, where it is entered late. */
  readonly effectiveAt?: Instant;
  readonly lateReason?: string;
  readonly by: By;
  readonly does:
    | { readonly is: 'submit'; readonly body: SubmitRequest }
    | { readonly is: 'receive'; readonly body: Omit<ReceiveRequest, 'dossierId'>; readonly submitted: boolean }
    | { readonly is: 'give'; readonly request: DossierRequest };
}

/** Part of a simulated life: yields steps, hears what became of the dossier. */
export type Part<Result = void> = Generator<Step, Result, DossierState>;
