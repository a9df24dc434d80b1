import type { Projection } from '#read-store';
import { flowsProjection } from './flows/flows.projection.js';
import { outcomesProjection } from './outcome/outcome.projection.js';
import { registerProjection } from './register/register.projection.js';
import { responsibilityProjection } from './responsibility/responsibility.projection.js';
import { timelineProjection } from './timeline/timeline.projection.js';

/** Every read model: what the worker keeps up with the log. */
export const projections: readonly Projection[] = [
  registerProjection,
  timelineProjection,
  responsibilityProjection,
  flowsProjection,
  outcomesProjection,
];
