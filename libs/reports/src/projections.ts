import type { Projection } from '#read-store';
import { flowsProjection } from './flows/flows.projection.js';
import { KeepOutcomeChanges1796000000000 } from './outcome/kept-changes.js';
import { outcomesProjection } from './outcome/outcome.projection.js';
import { registerProjection } from './register/register.projection.js';
import { responsibilityProjection } from './responsibility/responsibility.projection.js';
import { timelineProjection } from './timeline/timeline.projection.js';

/** Of what the read models keep outside of their tables. */
export const migrations = [KeepOutcomeChanges1796000000000];

/** Every read model: what the worker keeps up with the log. */
export const projections: readonly Projection[] = [
  registerProjection,
  timelineProjection,
  responsibilityProjection,
  flowsProjection,
  outcomesProjection,
];
