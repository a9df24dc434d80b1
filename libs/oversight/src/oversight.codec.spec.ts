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
  it('have a golden file each', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      types.map((type) => `${type}.v${oversightEvents[type].v}.json`).toSorted(),
    );
  });

  it.each(types)('are read as first written: %s', (type) => {
    const event = stored(`${type}.v1.json`);
    expect(upcastOversight(event)).toEqual(event);
    expect(departs(oversightEvents[type].shape, event.data)).toBeNull();
  });

  it.each([
    ['another type', { type: 'TargetsForgotten' }],
    ['a later schema', { v: 2 }],
    ['an inherited name', { type: 'constructor' }],
  ])('stop the reader, naming stream and revision, when unknown: %s', (_what, change) => {
    const event = { ...stored('TargetsSet.v1.json'), ...change };
    expect(() => upcastOversight(event)).toThrow(/stream targets-lai-chau, revision 3/);
  });
});
