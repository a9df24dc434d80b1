import { readdirSync, readFileSync } from 'node:fs';
import { departs, type Recorded } from '#kernel';
import { dossierEvents, UnknownEvent, upcastDossier, type DossierEventType } from '#dossier';
import { on, recorded, refusalOf } from '#testing';

const golden = new URL('../../../test/golden/dossier/', import.meta.url);
const files = readdirSync(golden).sort();
const types = Object.keys(dossierEvents) as DossierEventType[];

/** An event as it once was stored, through its text. */
const stored = (file: string): Recorded =>
  recorded(JSON.parse(readFileSync(new URL(file, golden), 'utf8')), 0, on('2026-11-02 08:00'));

const lifted = (event: object) => () => upcastDossier({ ...stored('DossierReceived.v1.json'), ...event });

describe('events as they were first stored', () => {
  it('has an example of every event type at its present schema number', () => {
    expect(files).toEqual(expect.arrayContaining(types.map((type) => `${type}.v${dossierEvents[type].v}.json`)));
  });

  it.each(files)('%s is still understood', (file) => {
    const event = upcastDossier(stored(file));
    expect(file.split('.')[0]).toBe(event.type);
    expect(departs(dossierEvents[event.type].shape, event.data)).toBeNull();
  });

  it.each(types)('%s has its Vietnamese term and its own name', (type) => {
    expect(dossierEvents[type].type).toBe(type);
    expect(dossierEvents[type].vi).toMatch(/\p{L}{2}/u);
  });
});

describe('events that this version does not know', () => {
  it('stops at an event type from elsewhere', () => {
    expect(lifted({ type: 'DossierTeleported' })).toThrow(UnknownEvent);
  });

  it('stops at a schema number from a later version', () => {
    expect(lifted({ v: 3 })).toThrow('unknown event DossierReceived v3');
  });

  it('takes no inherited name for an event type', () => {
    expect(lifted({ type: 'constructor' })).toThrow(UnknownEvent);
  });

  it('is no refusal of a command', () => {
    expect(() => refusalOf(lifted({ type: 'toString' }))).toThrow(UnknownEvent);
  });
});
