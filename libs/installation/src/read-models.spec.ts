import { dossierEvents, type RecordedDossierEvent } from '#dossier';
import { erased } from '#kernel';
import type { Projection } from '#read-store';
import {
  anyCommand,
  calendarWithDaysOff,
  commandTypes,
  doing,
  historyOf,
  on,
  refusalOf,
  sampleHistories,
} from '#testing';
import { readModels } from './read-models.js';

const restated = doing('RestateDueDate', on('2026-11-03 09:00', { calendar: calendarWithDaysOff('2026-11-05') }));

/** Every command behind every sample of a state, where it is not refused. */
const lives: readonly (readonly RecordedDossierEvent[])[] = Object.values(sampleHistories).flatMap((commands) =>
  [...commandTypes.map((type) => anyCommand(type, '2026-11-19 09:00')), restated].flatMap((command) => {
    const found: (readonly RecordedDossierEvent[])[] = [];
    refusalOf(() => found.push(historyOf(...commands, command)));
    return found;
  }),
);

const withoutPerson = (event: RecordedDossierEvent): RecordedDossierEvent => ({
  ...event,
  data: Object(erased(dossierEvents[event.type].shape, event.data)),
});

const folded = ({ fold }: Projection, life: readonly RecordedDossierEvent[]) => life.reduce<unknown>(fold, null);

describe('what read models need of the person', () => {
  it('is looked for in every event there is', () => {
    expect(new Set(lives.flat().map(({ type }) => type))).toEqual(new Set(Object.keys(dossierEvents)));
  });

  it.each(readModels().filter(({ personal }) => personal !== undefined))(
    '$name keeps nothing of it but what it says: its rows are the same when the rest was never deciphered',
    (model) => {
      const needed = new Set(model.personal);
      for (const life of lives)
        expect(
          folded(
            model,
            life.map((event) => (needed.has(event.type) ? event : withoutPerson(event))),
          ),
        ).toEqual(folded(model, life));
    },
  );
});
