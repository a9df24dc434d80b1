import {
  CatalogueView,
  defaultLocalVersions,
  importAgencies,
  importCalendar,
  importLocalProcedures,
  importNational,
} from '#catalogue';
import { Refusal } from '#kernel';
import { due } from '#working-time';
import { dataFile, logged, publish } from '../test/folded.js';

const from = { validFrom: '2025-07-01' };
const agencies = dataFile('agencies.demo.json');
const calendar = dataFile('calendar.vn.json');
const demo = dataFile('procedures.demo.json');
const national = dataFile('procedures.national.json');

/** The demo province's whole catalogue, as a first start would leave it. */
function province(): CatalogueView {
  const view = new CatalogueView();
  publish(view, importCalendar(calendar, view));
  publish(view, importAgencies(agencies, view));
  publish(view, importNational(national, view).publications);
  publish(view, importLocalProcedures(demo, view, from));
  publish(view, defaultLocalVersions(view, from).publications);
  return view;
}

const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'nothing refused';
};

const view = province();

describe('the calendar (lịch làm việc)', () => {
  it('is one stream and one version', () => {
    expect(importCalendar(calendar, new CatalogueView()).map(({ stream }) => stream)).toEqual([
      'calendar-vn-public-sector',
    ]);
    expect(view.calendar().version).toBe(1);
  });

  it('counts over its holidays', () => {
    const limit = { amount: 3, unit: 'working-day' } as const;
    const { dueAt } = due({ calendar: view.calendar(), from: '2026-11-20T02:00:00.000Z', limit, policy: 'RESET' });
    expect(dueAt).toBe('2026-11-26T02:00:00.000Z'); // Fri 20/11 09:00, Tue 24/11 is a holiday: Mon 23, Wed 25, Thu 26
  });

  it('adds nothing when imported again, a version when a year changes, and is refused when its days cannot be', () => {
    expect(importCalendar(calendar, view)).toEqual([]);
    const day = (on: string) => ({
      ...Object(calendar),
      years: [{ year: 2026, status: 'official', off: { [on]: 'nghỉ' }, worked: {} }],
    });
    expect(logged(importCalendar(day('2026-03-03'), view))).toMatchObject([{ revision: 1, data: { version: 2 } }]);
    expect(refusalOf(() => importCalendar(day('2026-02-30'), view))).toBe('invalid-input');
    expect(refusalOf(() => importCalendar(day('2025-03-03'), view))).toBe('invalid-input');
    expect(refusalOf(() => importCalendar({ id: 'x' }, view))).toBe('invalid-input');
  });
});

describe('agencies (cơ quan, đơn vị)', () => {
  it('are 104, and imported again add nothing', () => {
    expect(view.allAgencies()).toHaveLength(104);
    expect(importAgencies(agencies, view)).toEqual([]);
  });

  it('that ended are closed from the day after, and name their successors', () => {
    expect(view.findAgency('H27.31')).toMatchObject({
      level: 'district',
      validTo: '2025-06-30',
      successors: ['H27.111', 'H27.112', 'H27.113'],
    });
    expect([view.isOpen('H27.31', '2025-06-30'), view.isOpen('H27.31', '2025-07-01')]).toEqual([true, false]);
    expect([view.isOpen('H27.111', '2025-06-30'), view.isOpen('H27.111', '2025-07-01')]).toEqual([false, true]);
  });

  it.each([
    ['commune', 24],
    ['commune-police', 24],
    ['land-office', 4],
    ['tax', 4],
    ['social-insurance', 4],
    ['provincial-police', 1],
    ['peoples-committee', 1],
    ['department:Sở Xây dựng', 1],
    ['department:Sở Không Có', 0],
    ['one-stop', 0],
  ])('of the kind %s are %i', (kind, count) => {
    expect(view.agenciesOfKind(kind, '2026-07-01')).toHaveLength(count);
  });

  it('whose parent or successor nobody knows are refused', () => {
    const one = {
      code: 'X1',
      name: 'X',
      level: 'commune',
      kind: 'unit',
      parent: 'X0',
      validFrom: '2025-07-01',
      validTo: null,
    };
    expect(refusalOf(() => importAgencies({ agencies: [one] }, new CatalogueView()))).toBe('unknown-agency');
    expect(refusalOf(() => importAgencies({ agencies: [{ ...one, level: 'village' }] }, view))).toBe('invalid-input');
    const alone = { ...one, parent: null };
    for (const bad of [
      { name: 'X\u0000' },
      { name: 'x'.repeat(4001) },
      { validFrom: '2025-13-01' },
      { validTo: 'mai' },
    ])
      expect(refusalOf(() => importAgencies({ agencies: [{ ...alone, ...bad }] }, view))).toBe('invalid-input');
  });
});

describe('local versions (thủ tục công bố tại địa phương)', () => {
  const { publications, forAPerson } = (() => {
    const fresh = new CatalogueView();
    publish(fresh, importAgencies(agencies, fresh));
    publish(fresh, importNational(national, fresh).publications);
    publish(fresh, importLocalProcedures(demo, fresh, from));
    return defaultLocalVersions(fresh, from);
  })();

  it('of groups of linked procedures are those whose names say so', () => {
    const groups = view.allProcedures().filter(({ local }) => local?.isGroup === true);
    expect(groups.map(({ code }) => code)).toEqual(['2.000986', '2.001023', 'LT.KHAITU']);
  });

  it('of the demo come first, beside the default workflow, and again add nothing', () => {
    const demos = importLocalProcedures(demo, new CatalogueView(), from);
    expect(demos).toHaveLength(1 + 40 * 2); // the default workflow; a workflow and a version for each of the forty
    expect(importLocalProcedures(demo, view, from)).toEqual([]);
    expect(view.receivable('LT.KHAITU', '2026-07-01')).toMatchObject({ version: 1, deciderKind: 'commune' });
    expect(view.receivable('1.001193', '2026-07-01')).toMatchObject({ sameDay: true, workflow: { id: '1.001193' } });
  });

  it('are published or listed for a person, every record once', () => {
    const covered = 39 - 1; // forty demo procedures, of which LT.KHAITU and 1.001776 have no national record
    expect(publications.length + forAPerson.length).toBe(2642 - covered);
    expect(publications.length).toBeGreaterThan(150);
    expect(defaultLocalVersions(view, from).publications).toEqual([]);
  });

  it('never include a customs procedure filed under the commune, nor what lacks or contradicts its limit', () => {
    const published = new Set(publications.map(({ stream }) => stream));
    expect(published.has('procedure-1.000005')).toBe(false);
    const doubts = new Map(forAPerson.map((one) => [one.code, one.doubts]));
    expect(doubts.get('1.000005')).toEqual(['limit-missing', 'authority-unclear']);
    expect(doubts.get('1.014250')).toContain('limit-contradictory');
    for (const { doubts: reasons } of forAPerson) expect(reasons.length).toBeGreaterThan(0);
  });

  it('can be asked for by field and level', () => {
    const fresh = new CatalogueView();
    publish(fresh, importAgencies(agencies, fresh));
    publish(fresh, importNational(national, fresh).publications);
    publish(fresh, importLocalProcedures(demo, fresh, from));
    const some = defaultLocalVersions(fresh, { ...from, field: 'Hộ tịch', level: 'commune' });
    const versions = logged(some.publications).map(({ data }) => data);
    for (const data of versions)
      expect(data).toMatchObject({ field: 'Hộ tịch', level: 'commune', deciderKind: 'commune' });
    expect(some.publications.length + some.forAPerson.length).toBeLessThan(60);
  });

  it('are in force from their first day', () => {
    expect(refusalOf(() => view.receivable('1.001193', '2025-06-30'))).toBe('not-receivable');
    expect(refusalOf(() => view.receivable('1.000005', '2026-07-01'))).toBe('limit-not-set');
    expect(refusalOf(() => view.receivable('1.014250', '2026-07-01'))).toBe('limit-not-set');
    expect(refusalOf(() => view.receivable('1.000010', '2026-07-01'))).toBe('decider-not-set');
    expect(refusalOf(() => view.receivable('9.999999', '2026-07-01'))).toBe('unknown-procedure');
  });

  it('number equal limits alike on every channel where a channel has several', () => {
    const several = publications
      .flatMap(({ events }) => events)
      .flatMap((event) => (event.type === 'LocalVersionPublished' ? [event.data] : []))
      .filter(({ limits }) => limits.some((limit) => limit.case > 1));
    expect(several.length).toBeGreaterThan(0);
    for (const { limits } of several) {
      expect(new Set(limits.map((limit) => `${limit.channel} ${limit.case}`)).size).toBe(limits.length);
      for (const a of limits) for (const b of limits) if (a.case === b.case) expect(a.statutory).toEqual(b.statutory);
    }
  });
});

describe('a version that dossiers are pinned to', () => {
  it('stays addressable when another follows', () => {
    const changed = structuredClone(demo);
    const later = province();
    const first = later.receivable('1.000894', '2026-07-01');
    const shorter = JSON.parse(
      JSON.stringify(changed).replace(
        '"local":{"amount":3,"unit":"working-day"}',
        '"local":{"amount":2,"unit":"working-day"}',
      ),
    );
    publish(later, importLocalProcedures(shorter, later, { validFrom: '2025-07-01' }));
    expect(later.findLocal('1.000894')).toMatchObject({ version: 2, limits: [{ local: { amount: 2 } }, {}, {}] });
    expect(later.findLocalVersion('1.000894', 1)).toEqual(first);
  });

  it('is refused when its promise is longer than the law allows', () => {
    const longer = JSON.parse(
      JSON.stringify(demo).replace(
        '"local":{"amount":3,"unit":"working-day"}',
        '"local":{"amount":6,"unit":"working-day"}',
      ),
    );
    expect(refusalOf(() => importLocalProcedures(longer, view, from))).toBe('limit-too-long');
  });
});

describe('searching procedures', () => {
  it.each([
    'khai sinh',
    'KHAI SINH',
    'Đăng ký khai sinh',
    'dang ky khai sinh',
    'ĐĂNG KÝ KHAI SINH',
    '1.001193',
    'dang k khai si',
  ])('finds the registration of birth by "%s"', (text) => {
    expect(view.searchProcedures(text, { limit: 100 }).map(({ code }) => code)).toContain('1.001193');
  });

  it('finds the same with and without marks', () => {
    const codes = (text: string) => view.searchProcedures(text, { limit: 3000 }).map(({ code }) => code);
    expect(codes('đăng ký đất đai')).toEqual(codes('dang ky dat dai'));
    expect(codes('đăng ký đất đai').length).toBeGreaterThan(0);
    expect(codes('zzz')).toEqual([]);
  });

  it('puts the exact code first and keeps to field, level and receivable', () => {
    expect(view.searchProcedures('1.000894')[0]?.code).toBe('1.000894');
    const found = view.searchProcedures('khai', { field: 'Hộ tịch', level: 'commune', receivable: true, limit: 100 });
    expect(found.length).toBeGreaterThan(0);
    for (const { local } of found) expect(local).toMatchObject({ field: 'Hộ tịch', level: 'commune' });
  });

  it('pages without gap or repetition', () => {
    const all = view.searchProcedures('cap giay', { limit: 3000 }).map(({ code }) => code);
    const paged: string[] = [];
    for (let after: string | undefined; ; after = paged.at(-1)) {
      const page = view.searchProcedures('cap giay', { limit: 7, ...(after === undefined ? {} : { after }) });
      if (page.length === 0) break;
      paged.push(...page.map(({ code }) => code));
    }
    expect(paged).toEqual(all);
  });
});
