import { CatalogueView, registerAgency, type Agency } from '#catalogue';
import { mappingFrom, NO_MAPPING, successorRule, type LoadedDossier, type Plan } from '#handling';
import { Refusal, replay } from '#kernel';
import { dossier, type DossierCommand } from '#dossier';
import { doing, historyOf, on } from '#testing';

const refusalOf = (action: () => unknown) => {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof Refusal ? [error.code, error.facts['at'] ?? null] : error;
  }
};

const agency = (code: string, changes: Partial<Agency> = {}): Agency => ({
  ...{ code, name: code, level: 'commune', kind: 'peoples-committee', parent: null },
  ...{ validFrom: '2020-01-01', validTo: null, successors: [] },
  ...changes,
});
const view = new CatalogueView();
const agencies = [
  agency('split', { validTo: '2026-06-30', successors: ['north', 'south', 'gone'] }),
  agency('merged', { validTo: '2026-06-30', successors: ['gone'] }),
  agency('gone', { validTo: '2026-07-31', successors: ['north'] }),
  ...[agency('north'), agency('south'), agency('south.1', { parent: 'south' })],
];
for (const one of agencies)
  for (const [at, event] of registerAgency(undefined, one).entries()) {
    const meta = historyOf(doing('ReceiveDossier', on('2026-11-02 08:00')))[0]?.meta;
    if (meta === undefined) throw new Error('no meta');
    view.apply({ ...event, id: '', meta, stream: `agency-${one.code}`, revision: at, position: '' });
  }

const loaded = (...commands: readonly DossierCommand[]): LoadedDossier => {
  const history = historyOf(...commands);
  return { dossierId: 'd', history, state: replay(dossier, history) };
};
/** A dossier about land, of procedure 1.012784, received at a centre. */
const at = (centre: string) => loaded(doing('ReceiveDossier', on('2026-11-02 08:00'), { centre }));
const ruled = (plan: Partial<Plan>, of: LoadedDossier, day = '2026-07-01') =>
  successorRule(view, { from: 'split', mapping: NO_MAPPING, rest: null, ...plan }, day)(of);

describe('who takes a dossier of an agency that ended (cơ quan kế thừa)', () => {
  it('is the only successor, and after it ended too, its own', () => {
    expect(ruled({ from: 'merged' }, at('merged'))).toBe('gone');
    expect(ruled({ from: 'merged' }, at('merged'), '2026-08-01')).toBe('north');
  });

  it('of several is the one below whom its centre is, else the one for the rest, else none: nobody guesses', () => {
    expect(ruled({}, at('south.1'))).toBe('south');
    expect(ruled({ rest: 'north' }, at('split'))).toBe('north');
    expect(ruled({}, at('split'))).toBeNull();
  });

  it.each([
    ['its centre', { centres: { 'south.1': 'north' } }],
    ['its procedure', { procedures: { '1.012784': 'north' } }],
    ['its field', { fields: { 'Đất đai': 'north' } }],
    ['its field in the other encoding', { fields: { ['Đất đai'.normalize('NFD')]: 'north' } }],
    ['its centre before its field', { centres: { 'south.1': 'north' }, fields: { 'Đất đai': 'south' } }],
    ['its procedure before its field', { procedures: { '1.012784': 'north' }, fields: { 'Đất đai': 'south' } }],
  ])('is first of all whom the mapping names by %s', (_what, file) => {
    expect(ruled({ mapping: mappingFrom(file), rest: 'south' }, at('south.1'))).toBe('north');
  });

  it('of an application that awaits the desk is found alike', () => {
    const submitted = loaded(doing('SubmitDossier', on('2026-11-02 07:30'), { centre: 'south.1' }));
    expect(ruled({}, submitted)).toBe('south');
  });

  it.each<[string, Partial<Plan>, string]>([
    ['is no successor', { rest: 'south.1' }, 'invalid-input'],
    ['is no successor, by the mapping', { mapping: mappingFrom({ fields: { x: 'merged' } }) }, 'invalid-input'],
    ['would follow an agency that has no end', { from: 'north' }, 'agency-still-open'],
    ['would follow an agency that nobody knows', { from: 'nowhere' }, 'unknown-agency'],
  ])('is refused who %s', (_what, plan, code) => {
    expect(refusalOf(() => ruled(plan, at('split')))?.toString()).toMatch(code);
  });
});

describe('the mapping of dossiers to successors, as a file', () => {
  it.each([
    ['a list', [], 'mapping'],
    ['a text', 'north', 'mapping'],
    ['another part', { agencies: {} }, 'agencies'],
    ['a part that is a list', { centres: ['north'] }, 'centres'],
    ['a successor that is no text', { fields: { 'Đất đai': 7 } }, 'fields.Đất đai'],
    [
      'one field in two encodings',
      { fields: { ['Đất']: 'north', ['Đất'.normalize('NFD')]: 'south' } },
      'fields: one in two encodings',
    ],
    ['a successor without end', { centres: { a: 'x'.repeat(201) } }, 'centres.a'],
  ])('is not %s', (_what, file, where) => {
    expect(refusalOf(() => mappingFrom(file))).toEqual(['invalid-input', where]);
  });

  it('has the parts that it has', () => {
    expect(mappingFrom({})).toEqual(NO_MAPPING);
    expect(mappingFrom({ centres: { a: 'b' } }).centres).toEqual(new Map([['a', 'b']]));
  });
});
