import type { CatalogueEvent } from '#catalogue';
import { catalogueOf } from '../../test/catalogue.js';
import { lived, received } from '../../test/lived.js';
import { doing, on } from '#testing';
import { groupNamed, groupOf, GROUPINGS, NO_GROUP, upwards, type Grouping } from './groupings.js';

const registered = (
  code: string,
  level: 'province' | 'commune' = 'commune',
  parent: string | null = null,
): CatalogueEvent => ({
  type: 'AgencyRegistered',
  v: 1,
  data: { code, name: code, level, kind: 'peoples-committee', parent, validFrom: '2020-01-01' },
});
const ended = (code: string, ...successors: readonly string[]): CatalogueEvent => ({
  type: 'AgencyEnded',
  v: 1,
  data: { code, validTo: '2026-11-15', successors: [...successors] },
});
const seenWith = (...events: readonly CatalogueEvent[]) => ({
  on: '2026-10-31T16:59:59.999Z', // the last instant of October in Vietnam
  at: '2026-11-30T16:59:59.999Z',
  catalogue: catalogueOf([], ...events),
});
const filed = () => lived(doing('SubmitDossier', on('2026-11-02 07:30')));
const assigned = () => lived(received, doing('AssignDossier', on('2026-11-03 08:00')));

describe('the groups that a figure is split by', () => {
  it.each<[Grouping, string]>([
    ['agency', 'H27.118'],
    ['agency-now', 'H27.118'],
    ['centre', 'H27.118'],
    ['level', 'commune'],
    ['field', 'Đất đai'],
    ['procedure', '1.012784'],
    ['channel', 'counter'],
    ['officer', 'canbo.02'],
    ['month', '2026-10'],
  ])('by %s a dossier that is worked on counts under "%s"', (by, group) => {
    expect(groupOf(by, assigned(), seenWith(registered('H27.118')))).toBe(group);
  });

  it('are all that is told above', () => {
    expect(GROUPINGS).toHaveLength(9);
  });

  it.each<[Grouping, string]>([
    ['agency', NO_GROUP],
    ['agency-now', NO_GROUP],
    ['officer', NO_GROUP],
    ['field', NO_GROUP],
    ['centre', 'H27.118'],
    ['level', 'commune'], // of the centre that it was filed with
  ])('by %s one that is filed and not received counts under "%s"', (by, group) => {
    expect(groupOf(by, filed(), seenWith(registered('H27.118')))).toBe(group);
  });

  it('by level what the catalogue does not know is in none', () => {
    expect(groupOf('level', assigned(), seenWith())).toBe(NO_GROUP);
  });

  it('by month goes by the wall in Vietnam, where 17:00Z is midnight', () => {
    const seen = { ...seenWith(), on: '2026-10-31T17:00:00.000Z' };
    expect(groupOf('month', assigned(), seen)).toBe('2026-11');
  });

  it('by agency now is the one successor; of two, or of none, nobody can say who took it', () => {
    const now = (...successors: readonly string[]) =>
      groupOf(
        'agency-now',
        assigned(),
        seenWith(registered('H27.118'), registered('M'), registered('N'), ended('H27.118', ...successors)),
      );
    expect([now('M'), now('M', 'N'), now()]).toEqual(['M', 'H27.118', 'H27.118']);
  });

  it('by agency now is the agency itself until its last day is over', () => {
    const seen = seenWith(registered('H27.118'), registered('M'), ended('H27.118', 'M'));
    expect(groupOf('agency-now', assigned(), { ...seen, at: '2026-11-15T16:59:59.999Z' })).toBe('H27.118');
    expect(groupOf('agency-now', assigned(), { ...seen, at: '2026-11-15T17:00:00.000Z' })).toBe('M');
  });
});

describe('the name of a group', () => {
  const { catalogue } = seenWith(
    {
      ...{ type: 'AgencyRegistered', v: 1 },
      data: {
        ...{ code: 'H27.118', name: 'UBND xã Thọ Vực', level: 'commune', kind: 'peoples-committee', parent: null },
        validFrom: '2020-01-01',
      },
    },
    {
      ...{ type: 'ProcedureImported', v: 1 },
      data: {
        ...{
          code: '1.000894',
          name: 'Đăng ký kết hôn',
          ministry: '',
          field: 'Hộ tịch',
          decision: '',
          level: 'commune',
        },
        ...{ competentAuthority: null, executingAgency: null, coordinatingAgency: null, channels: [], limits: [] },
        ...{ limitText: '', resultCodes: [] },
      },
    },
  );
  it.each<[Grouping, string, string | null]>([
    ['agency', 'H27.118', 'UBND xã Thọ Vực'],
    ['agency-now', 'H27.118', 'UBND xã Thọ Vực'],
    ['centre', 'H27.118', 'UBND xã Thọ Vực'],
    ['agency', 'H27.119', null],
    ['procedure', '1.000894', 'Đăng ký kết hôn'],
    ['procedure', '1.000895', null],
    ['level', 'commune', 'cấp xã'],
    ['channel', 'post', 'bưu chính'],
    ['channel', '', null],
    ['field', 'Hộ tịch', null],
    ['officer', 'H27.118', null],
  ])('by %s, "%s", is %p', (by, key, name) => {
    expect(groupNamed(by, key, catalogue)).toBe(name);
  });
});

describe('an agency and everything above it', () => {
  const { catalogue } = seenWith(
    ...[registered('ward', 'commune', 'province'), registered('province', 'province', 'ministry')],
    ...[registered('a', 'commune', 'b'), registered('b', 'commune', 'a')],
  );

  it('is told from below, as far as the catalogue knows', () => {
    expect(upwards('ward', catalogue)).toEqual(['ward', 'province', 'ministry']);
    expect(upwards('nobody', catalogue)).toEqual(['nobody']);
  });

  it('ends where two name each other as the one above', () => {
    expect(upwards('a', catalogue)).toEqual(['a', 'b']);
  });
});
