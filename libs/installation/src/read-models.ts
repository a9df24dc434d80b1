import { dutiesProjection, type DutyGround } from '#duties';
import { Refusal } from '#kernel';
import type { Projection } from '#read-store';
import { projections } from '#reports';

export { migrations } from '#reports';

const unknown: DutyGround = {
  calendar: () => {
    throw new Refusal('calendar-not-loaded');
  },
};

/** Every read model. Without its ground that of duties has tables and a name, and folds nothing. */
export const readModels = (duties: DutyGround = unknown): readonly Projection[] => [
  ...projections,
  dutiesProjection(duties),
];
