import { readdirSync, readFileSync } from 'node:fs';
import { departs, type Recorded } from '#kernel';
import { oversightEvents, upcastOversight, type OversightEventType } from '#oversight';
import { recorded } from '../test/recorded.js';

const folder = new URL('../../../test/golden/oversight/', import.meta.url);
const types = Object.keys(oversightEvents).filter((type): type is OversightEventType => type in oversightEvents);
const golden = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const template = recorded('targets-lai-chau', 3, golden('TargetsSet.v1.json'));
const stored = (name: string): Recorded => ({ ...template, ...golden(name) });

describe('events of oversight as stored', () => {
  const versions = types.flatMap((type) =>
    Array.from({ length: oversightEvents[type].v }, (_, at) => [type, at + 1] as const),
  );

  it('have a golden file of each schema', () => {
    expect(readdirSync(folder).toSorted()).toEqual(versions.map(([type, v]) => `${type}.v${v}.json`).toSorted());
  });

  it.each(versions)('are read as written: %s v%i', (type, v) => {
    const event = stored(`${type}.v${v}.json`);
    const read = upcastOversight(event);
    expect(read).toMatchObject({ ...event, v: oversightEvents[type].v });
    expect(departs(oversightEvents[type].shape, read.data)).toBeNull();
  });

  it('of a period tell as unknown what the first schema did not say', () => {
    expect(upcastOversight(stored('PeriodClosed.v1.json')).data).toMatchObject({ quarantined: null });
    expect(upcastOversight(stored('PeriodRestated.v2.json')).data).toMatchObject({ quarantined: 1 });
  });

  it('of a period say of which agencies since the third, and what was under way is not answered', () => {
    const event = stored('PeriodClosed.v2.json');
    const flows = { figure: 'flows', definitionVersion: 1, dossiers: 1, digest: 'cd' };
    const terms = (term: string) => [{ term, number: 1 }];
    const older = { ...event, data: { ...event.data, figures: [{ ...flows, terms: terms('inTransit') }] } };
    expect(upcastOversight(older).data).toMatchObject({
      ...{ agencies: null, refused: [], figures: [{ ...flows, terms: terms('not-answered') }] },
    });
    expect(upcastOversight(stored('PeriodRestated.v3.json')).data).toMatchObject({
      ...{ agencies: ['H27.118', 'H27.118.1'], refused: [{ form: '07b', what: 'dossiers', dossiers: 2 }] },
    });
  });

  it.each([
    ['another type', { type: 'TargetsForgotten' }],
    ['a later schema', { v: 3 }],
    ['an inherited name', { type: 'constructor' }],
  ])('stop the reader, naming stream and revision, when unknown: %s', (_what, change) => {
    const event = { ...stored('TargetsSet.v1.json'), ...change };
    expect(() => upcastOversight(event)).toThrow(/stream targets-lai-chau, revision 3/);
  });
});
