import { caseOf, lyingWith, type DossierState } from '#dossier';
import { mappingFrom, NO_MAPPING, reorganise, type Caller, type Reorganisation } from '#handling';
import { Refusal } from '#kernel';
import { by, DISTRICTS, provinceOfJune2025, type ProvinceOfJune2025 } from './districts.js';

const OPERATOR: Caller = { account: 'operator', actor: { id: 'operator', role: 'system', agency: null } };
const BASIS = 'Nghị quyết 1665/NQ-UBTVQH15';

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.code : error;
};

describe('the four districts that ended on 30/06/2025 (sắp xếp đơn vị hành chính)', () => {
  let province: ProvinceOfJune2025;
  const histories = new Map<string, Awaited<ReturnType<ProvinceOfJune2025['ofEveryKind']>>>();

  beforeAll(async () => {
    province = await provinceOfJune2025();
    for (const district of DISTRICTS) histories.set(district, await province.ofEveryKind(district));
    for (let more = 0; more < 20; more += 1) await province.received('H27.31');
    for (let more = 0; more < 12; more += 1) await province.received('H27.32');
    await province.upToDate();
  }, 60_000);
  afterAll(() => province.stop());

  const dossiersOf = (district: string) => {
    const found = histories.get(district);
    if (found === undefined) throw new Error(`no history of ${district}`);
    return found;
  };
  const load = (dossierId: string) => province.installation.desk.load(dossierId);
  const run = (from: string, more: Partial<Reorganisation> = {}, batch = 5) => {
    const { desk, catalogue, clock } = province.installation;
    return reorganise(
      { desk, view: catalogue.view, clock, caller: OPERATOR, find: province.find(from, batch) },
      { from, mapping: NO_MAPPING, rest: null, legalBasis: BASIS, check: false, ...more },
    );
  };
  /** All that the log holds of a district's dossiers: how often each was handed over from it. */
  const handedOver = async (from: string): Promise<readonly number[]> => {
    const times = new Map<string, number>();
    for await (const { events, caughtUp } of province.installation.store.subscribe({ prefixes: ['dossier-'] })) {
      for (const { type, stream, data } of events)
        if (type === 'DossierHandedOver' && 'from' in data && data.from === from)
          times.set(stream, (times.get(stream) ?? 0) + 1);
      if (caughtUp) break;
    }
    return [...times.values()];
  };
  const promises = (state: DossierState) => {
    const file = caseOf(state);
    return file && [file.code, file.dates, file.due, file.receivedAt, state.situation.is];
  };

  it('keep their dossiers until their last day is over; nothing moves before, but it can be checked', async () => {
    expect(await refusal(run('H27.33'))).toBe('agency-still-open');
    expect(await run('H27.33', { check: true })).toEqual({
      ...{ looked: 9, handedOver: { 'H27.118': 9 }, nothingThere: 0, left: [], refused: [], interrupted: false },
    });
    expect(await handedOver('H27.33')).toEqual([]);
    expect(await refusal(run('H27.118'))).toBe('agency-still-open'); // it has no end at all
    expect(await refusal(run('H27.999'))).toBe('unknown-agency');
  });

  it('of one successor: all that runs lies with it afterwards, every date as printed, and what is over stays', async () => {
    province.clock.at = '2025-07-01T01:00:00.000Z';
    const { running, over } = dossiersOf('H27.33');
    const before = new Map(
      await Promise.all(Object.values(running).map(async (id) => [id, (await load(id)).state] as const)),
    );
    const ended = await Promise.all(Object.values(over).map(load));
    expect(await run('H27.33')).toMatchObject({ looked: 9, handedOver: { 'H27.118': 9 }, left: [], refused: [] });
    for (const [dossierId, was] of before) {
      const { state } = await load(dossierId);
      expect(lyingWith(was)).toContain('H27.33');
      expect(lyingWith(state)).not.toContain('H27.33');
      expect(lyingWith(state)).toContain('H27.118');
      expect(promises(state)).toEqual(promises(was));
    }
    expect(await Promise.all(Object.values(over).map(load))).toEqual(ended);
  });

  it('act on nothing and see nothing any more, while the successor goes on', async () => {
    const { desk } = province.installation;
    const { inProcess, leg, opinion } = dossiersOf('H27.33').running;
    const step = { type: 'CompleteStep', data: { step: 'appraise', note: null } } as const;
    const given = (key: string) => ({ key, correlationId: key });
    const old = by('case-officer', 'H27.33');
    expect(await refusal(desk.give(old, given('old'), inProcess, step))).toBe('agency-closed');
    expect(await refusal(desk.findFor(old, 'read-dossier', inProcess))).toBe('unknown-dossier');
    await province.give(by('case-officer', 'H27.118'), inProcess, step);
    await province.give(by('case-officer', 'H27.118'), leg, {
      type: 'CompleteLeg',
      data: { leg: 'district', by: 'H27.118', result: 'Đồng ý', papers: [] },
    });
    await province.give(by('case-officer', 'H27'), opinion, {
      type: 'RecordOpinion',
      data: { opinion: 1, content: 'Phù hợp' },
    });
    const received = province.received('H27.33');
    expect(await refusal(received)).toBe('agency-closed');
  });

  it('of several successors: a dossier that no rule names is listed and left', async () => {
    const { left, handedOver: none } = await run('H27.34');
    expect([left.length, none]).toEqual([9, {}]);
    expect(await handedOver('H27.34')).toEqual([]);
    // until it is handed over, what runs is no successor's; what was returned or withdrawn is already
    const reading = (dossierId: string) =>
      province.installation.desk.findFor(by('clerk', 'H27.107'), 'read-dossier', dossierId).then(() => 'read');
    const { running, over } = dossiersOf('H27.34');
    const { correction, ...inHand } = running;
    const hidden = Object.values(inHand);
    expect(await Promise.all(hidden.map((id) => refusal(reading(id))))).toEqual(hidden.map(() => 'unknown-dossier'));
    expect(await Promise.all([correction, over.returned, over.withdrawn].map(reading))).toEqual([
      'read',
      'read',
      'read',
    ]);
  });

  it('of several successors: the mapping says by centre, procedure or field, and the rest goes where it is told', async () => {
    const mapping = mappingFrom({ procedures: { 'LT.HUYEN.DATDAI': 'H27.107' }, fields: { 'Hộ tịch': 'H27.108' } });
    const first = await run('H27.34', { mapping });
    expect(first).toMatchObject({ handedOver: { 'H27.107': 3, 'H27.108': 3 } }); // three for land, three of civil status
    expect(first.left).toHaveLength(3); // the province's own: a leg, an opinion, one on its way
    await province.upToDate();
    expect(await run('H27.34', { mapping, rest: 'H27.108' })).toMatchObject({ handedOver: { 'H27.108': 3 }, left: [] });
    expect(await refusal(run('H27.34', { rest: 'H27.118' }))).toBe('invalid-input'); // no successor of that town
  });

  it('interrupted within a batch nothing is half done; given again it goes on, and each dossier goes once', async () => {
    const interrupt = new AbortController();
    const onProgress = (looked: number) => void (looked === 7 && interrupt.abort());
    const first = await run('H27.31', { rest: 'H27.112', signal: interrupt.signal, onProgress }, 10);
    expect(first.interrupted).toBe(true);
    const done = (await handedOver('H27.31')).length;
    expect([done >= 7, done < 29]).toEqual([true, true]);
    expect(first.handedOver).toEqual({ 'H27.112': done });
    const second = await run('H27.31', { rest: 'H27.112' }); // the register need not have heard of the first
    expect([second.interrupted, second.handedOver]).toEqual([false, { 'H27.112': 29 - done }]);
    expect(await handedOver('H27.31')).toEqual(Array.from({ length: 29 }, () => 1)); // 9 of every kind and 20 more
    expect(await run('H27.31', { rest: 'H27.111' })).toMatchObject({ handedOver: {} });
  });

  it('interrupted before it began nothing is written', async () => {
    const before = await handedOver('H27.32');
    expect(await run('H27.32', { rest: 'H27.114', signal: AbortSignal.abort() })).toMatchObject({
      ...{ looked: 0, handedOver: {}, interrupted: true },
    });
    expect(await handedOver('H27.32')).toEqual(before);
  });

  it('two operators at once, with other papers in hand: each dossier goes once, and neither is refused', async () => {
    const both = await Promise.all([
      run('H27.32', { rest: 'H27.114' }),
      run('H27.32', { rest: 'H27.114', legalBasis: 'Nghị quyết khác' }),
    ]);
    // whoever comes later may find some of them gone already
    expect(both.flatMap(({ refused, left }) => [...refused, ...left])).toEqual([]);
    expect(await handedOver('H27.32')).toEqual(Array.from({ length: 21 }, () => 1));
  });

  it('have successors who put right what was returned and is handed over to nobody (ND118-2025/23.1)', async () => {
    const fault = { type: 'OpenResultCorrection', data: { fault: 'Sai năm sinh' } } as const;
    const mended = { type: 'CloseResultCorrection', data: { correction: 'Cấp lại', papers: [] } } as const;
    const { desk } = province.installation;
    const given = (key: string) => ({ key, correlationId: key });
    const { returned } = dossiersOf('H27.34').over; // that town went to two
    const stranger = by('reception-officer', 'H27.118');
    expect(await refusal(desk.give(stranger, given('stranger'), returned, fault))).toBe('unknown-dossier');
    expect(await refusal(desk.findFor(stranger, 'read-dossier', returned))).toBe('unknown-dossier');
    const ended = by('reception-officer', 'H27.34');
    expect(await refusal(desk.give(ended, given('ended'), returned, fault))).toBe('agency-closed');

    expect((await desk.findFor(by('clerk', 'H27.107'), 'read-dossier', returned)).dossierId).toBe(returned);
    await province.give(by('reception-officer', 'H27.107'), returned, fault);
    expect(await refusal(desk.give(by('clerk', 'H27.118'), given('clerk'), returned, mended))).toBe('unknown-dossier');
    await province.give(by('clerk', 'H27.108'), returned, mended);
    expect((await load(returned)).history.slice(-2).map(({ type, meta }) => [type, meta.actor.agency])).toEqual([
      ['ResultCorrectionOpened', 'H27.107'],
      ['ResultCorrectionClosed', 'H27.108'],
    ]);
  });
});
