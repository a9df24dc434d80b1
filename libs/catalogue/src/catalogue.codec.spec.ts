import { readdirSync, readFileSync } from 'node:fs';
import { catalogueEvents, upcastCatalogue, type CatalogueEventType } from '#catalogue';
import { departs, type Recorded } from '#kernel';
import { recorded } from '../test/folded.js';

const folder = new URL('../../../test/golden/catalogue/', import.meta.url);
const types = Object.keys(catalogueEvents).filter((type): type is CatalogueEventType => type in catalogueEvents);
const golden = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const template = recorded('procedure-1.000894', 3, {
  type: 'AgencyEnded',
  v: 1,
  data: { code: 'a', validTo: 'b', successors: [] },
});
const stored = (name: string): Recorded => ({ ...template, ...golden(name) });

describe('catalogue events as stored', () => {
  it('have a golden file each', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      types.map((type) => `${type}.v${catalogueEvents[type].v}.json`).toSorted(),
    );
  });

  it.each(types)('are read as first written: %s', (type) => {
    const event = stored(`${type}.v1.json`);
    expect(upcastCatalogue(event)).toEqual(event);
    expect(departs(catalogueEvents[type].shape, event.data)).toBeNull();
  });

  it.each([
    ['another type', { type: 'ProcedureForgotten' }],
    ['a later schema', { v: 2 }],
    ['an inherited name', { type: 'constructor' }],
  ])('stop the reader, naming stream and revision, when unknown: %s', (_what, change) => {
    const event = { ...stored('AgencyEnded.v1.json'), ...change };
    expect(() => upcastCatalogue(event)).toThrow(/stream procedure-1.000894, revision 3/);
  });
});
