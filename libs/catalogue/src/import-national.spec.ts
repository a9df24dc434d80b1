import { CatalogueView, classesOf, importNational, readNational, statedLimits } from '#catalogue';
import { dataFile, publish } from '../test/folded.js';

const national = dataFile('procedures.national.json');
const records: readonly unknown[] = Array.isArray(national) ? national : [];
const birth = {
  code: '1.001193',
  name: 'Thủ tục đăng ký khai sinh',
  ministry: 'bo-tu-phap',
  field: 'Hộ tịch',
  decision: '1/QĐ-BTP',
  level: 'Cấp xã',
  competentAuthority: null,
  executingAgency: null,
  coordinatingAgency: null,
  channels: ['counter'],
  limits: [{ channel: 'counter', amount: 5, unit: 'working-day' }],
  limitText: 'Trực tiếp5 Ngày làm việcMiễn phí',
  resultCodes: [],
};

describe('importing the national catalogue (cơ sở dữ liệu quốc gia về thủ tục hành chính)', () => {
  const { publications, report } = importNational(national, new CatalogueView());

  it('takes all 2,642 records and breaks none', () => {
    expect([report.records, report.taken, report.changed, report.broken]).toEqual([2642, 2642, 2642, []]);
    expect(publications).toHaveLength(2642);
  });

  it.each([
    ['limit-missing', 483],
    ['limit-contradictory', 22], // 19 cut within "Ngày làm việc" at 400 characters + 3 whose text states none
    ['several-cases', 68],
    ['channels-differ', 132], // sets of limits of the channels that have any
    ['channel-without-limit', 16],
    ['several-levels', 511], // 2642 − 1012 ministry − 785 province − 306 commune − 28 other
  ] as const)('finds what is %s in %i records', (name, count) => {
    expect(report.classes[name]).toHaveLength(count);
  });

  it('names the three records whose text states no limit at all although the limits hold some', () => {
    const silent = report.classes['limit-contradictory'].filter((code) => {
      const event = publications.find(({ stream }) => stream === `procedure-${code}`)?.events[0];
      return event?.type === 'ProcedureImported' && statedLimits(event.data.limitText).length === 0;
    });
    expect(silent).toEqual(['1.014250', '1.014278', '1.014466']);
  });

  it('counts as clear what has a limit that does not contradict its text', () => {
    expect(report.clear).toBe(2642 - 483 - 22); // 2137
  });

  it('adds nothing when imported again, and one version for a changed record', () => {
    const view = new CatalogueView();
    publish(view, publications);
    expect(importNational(national, view).publications).toEqual([]);
    const [first, ...rest] = records;
    const changed = typeof first === 'object' ? { ...first, name: 'Tên mới' } : first;
    const again = importNational([changed, ...rest], view);
    expect(again.report.changed).toBe(1);
    expect(again.publications.map(({ stream, revision }) => [stream, revision])).toEqual([['procedure-1.000005', 0]]);
  });

  it('keeps the record as printed', () => {
    const { name } = readNationalOrFail(records[0]);
    const event = publications[0]?.events[0];
    expect(event).toEqual({ type: 'ProcedureImported', v: 1, data: records[0] });
    expect(name).toMatch(/^Thủ tục hải quan/);
  });
});

const readNationalOrFail = (value: unknown) => {
  const read = readNational(value);
  if ('why' in read) throw new Error(read.why);
  return read.record;
};

describe('a record that is none', () => {
  const broken = (record: unknown) => importNational([record], new CatalogueView()).report.broken;

  it.each([
    ['a missing name', { ...birth, name: undefined }, 'name: text expected'],
    ['a blank name', { ...birth, name: ' ' }, 'name: text expected'],
    ['an unknown field', { ...birth, extra: 1 }, 'extra: unknown field'],
    ['a control character', { ...birth, name: 'Khai\u0007sinh' }, 'name: too long or with control characters'],
    ['a name without end', { ...birth, name: 'a'.repeat(4001) }, 'name: too long or with control characters'],
    ['a code that is a path', { ...birth, code: '../1' }, 'code: not a procedure code'],
    ['a limit of nothing', { ...birth, limits: [{ ...birth.limits[0], amount: 0 }] }, 'limits: out of range'],
    ['a limit of a million', { ...birth, limits: [{ ...birth.limits[0], amount: 1e6 }] }, 'limits: out of range'],
    ['no record at all', 'x', 'data: record expected'],
  ])('is named with why: %s', (_what, record, why) => {
    expect(broken(record)).toMatchObject([{ at: 0, why }]);
  });

  it('is the second of the same code', () => {
    const { report } = importNational([birth, birth], new CatalogueView());
    expect([report.taken, report.broken]).toEqual([1, [{ at: 1, code: '1.001193', why: 'code: repeated' }]]);
  });

  it('is refused as a whole when it is no list', () => {
    expect(() => importNational({}, new CatalogueView())).toThrow('invalid-input');
  });
});

describe('the printed limits', () => {
  it('are read with channel, unit and the words behind them', () => {
    const text =
      'Trực tuyến5 Ngày làm việcMiễn phíTrực tiếp1,5 Ngày100,000 VNĐTrường hợp phải xác minhDịch vụ bưu chính8 Giờ làm việc';
    expect(statedLimits(text)).toEqual([
      { channel: 'online', limit: { amount: 5, unit: 'working-day' }, words: '' },
      { channel: 'counter', limit: { amount: 1.5, unit: 'calendar-day' }, words: 'Trường hợp phải xác minh' },
      { channel: 'post', limit: { amount: 8, unit: 'hour' }, words: '' },
    ]);
  });

  it.each([
    ['agrees', 'Trực tiếp5 Ngày làm việcMiễn phí', []],
    ['another unit', 'Trực tiếp5 NgàyMiễn phí', ['limit-contradictory']],
    ['another amount', 'Trực tiếp6 Ngày làm việcMiễn phí', ['limit-contradictory']],
    ['another channel', 'Trực tuyến5 Ngày làm việcMiễn phí', ['limit-contradictory']],
    ['none', 'Trực tiếpKhông có thông tinMiễn phí', ['limit-contradictory']],
    ['cut within the unit', 'Trực tiếp5 Ngày làm v', ['limit-contradictory']],
  ] as const)('contradict the limits or not: %s', (_what, limitText, classes) => {
    expect(classesOf(readNationalOrFail({ ...birth, limitText }))).toEqual(classes);
  });
});
