import { Refusal } from '#kernel';
import { DEFAULT_WORKFLOW, publishLocalVersion, publishWorkflow, registerAgency, type Workflow } from '#catalogue';
import type { Limit } from '#working-time';

const refusal = (publish: () => unknown): unknown => {
  try {
    return publish();
  } catch (error) {
    return error instanceof Refusal ? error.code : error;
  }
};

const leg = (id: string, ...after: readonly string[]): Workflow['legs'][number] => ({
  id,
  agencyKind: 'tax',
  task: 'Xác định nghĩa vụ tài chính',
  limit: { amount: 2, unit: 'working-day' as const },
  after,
  waitsForApplicant: null,
});
const workflow = { ...DEFAULT_WORKFLOW, id: 'test', legs: [leg('land'), leg('tax', 'land')] };

describe('publishing a workflow', () => {
  it('gives it version 1, nothing when it stands already, and the next version when it changed', () => {
    const [published] = publishWorkflow(undefined, workflow);
    expect(published).toMatchObject({ type: 'WorkflowPublished', data: { version: 1 } });
    const current = { ...workflow, version: 1 };
    expect(publishWorkflow(current, workflow)).toEqual([]);
    expect(publishWorkflow(current, { ...workflow, legs: [] })).toMatchObject([{ data: { version: 2 } }]);
  });

  it.each([
    ['no step', { steps: [] }],
    ['the same step twice', { steps: [...workflow.steps, ...workflow.steps] }],
    ['two approving steps', { steps: [...workflow.steps, { id: 'sign', name: 'Ký', role: 'leader', hours: 1 }] }],
    ['a step without end', { steps: workflow.steps.map((step) => ({ ...step, hours: 2_001 })) }],
    ['a step of less than no time', { steps: workflow.steps.map((step) => ({ ...step, hours: -1 })) }],
    ['the same leg twice', { legs: [leg('land'), leg('land')] }],
    ['a leg that waits for none there is', { legs: [leg('tax', 'land')] }],
    ['a leg that waits for itself', { legs: [leg('tax', 'tax')] }],
    ['a leg for agencies of no kind', { legs: [{ ...leg('land'), agencyKind: 'ministry-of-magic' }] }],
    ['legs that wait for each other', { legs: [leg('a', 'c'), leg('b', 'a'), leg('c', 'b')] }],
  ])('refuses %s', (_what, change) => {
    expect(refusal(() => publishWorkflow(undefined, { ...workflow, ...change }))).toBe('workflow-invalid');
  });

  it.each([0, 1_000_000])('refuses a leg of %d days', (amount) => {
    const legs = [{ ...leg('land'), limit: { amount, unit: 'working-day' as const } }];
    expect(refusal(() => publishWorkflow(undefined, { ...workflow, legs }))).toBe('limit-out-of-range');
  });
});

describe('publishing a procedure at the province', () => {
  const days = (amount: number): Limit => ({ amount, unit: 'working-day' });
  const local = (statutory: Limit, promised: Limit | null = null) => ({
    code: '1.012753',
    name: 'Đăng ký đất đai',
    field: 'Đất đai',
    isGroup: false,
    level: 'commune' as const,
    deciderKind: 'commune',
    onlineLevel: 'full' as const,
    workflow: { id: 'test', version: 1 },
    limits: [
      { channel: 'counter' as const, case: 1, label: '', statutory: days(100), local: null },
      { channel: 'online' as const, case: 1, label: '', statutory, local: promised },
    ],
    sameDay: false,
    supplementPolicy: 'RESET' as const,
    validFrom: '2026-01-01',
  });
  const taking = (id: string, limit: Limit, ...after: readonly string[]) => ({ ...leg(id, ...after), limit });
  /** Longest chain: survey 2400/7 · 14 = 4800, then tax 1440, then title 480: 6720; notice and tax are shorter. */
  const legs = [
    taking('survey', { amount: 14, unit: 'calendar-day' }),
    taking('notice', days(5)),
    taking('tax', days(3), 'survey', 'notice'),
    taking('title', { amount: 8, unit: 'hour' }, 'tax'),
  ];
  const published: Workflow = { ...workflow, legs, version: 1 };
  const chainRefused = (...limits: Parameters<typeof local>) => {
    try {
      publishLocalVersion(undefined, local(...limits), published);
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.facts : error;
    }
  };

  it('takes legs that one after the other just fit into the whole limit', () => {
    expect(chainRefused(days(14))).toBeNull(); // 14 · 480 = 6720
    expect(chainRefused({ amount: 20, unit: 'calendar-day' })).toBeNull(); // 20 · 2400/7 = 6857 1/7
  });

  it('refuses legs that take longer on one channel, naming the longest chain and both amounts (ND118-2025/12.3)', () => {
    expect(chainRefused({ amount: 19, unit: 'calendar-day' })).toMatchObject({
      chain: ['survey', 'tax', 'title'],
      takesMinutes: '6720',
      allowedMinutes: '45600/7', // 19 · 2400/7 = 6514 2/7
      channel: 'online',
    });
  });

  it('holds the legs to what the province promises, where it promises less than the law', () => {
    expect(chainRefused(days(20), days(14))).toBeNull();
    expect(chainRefused(days(20), days(13))).toMatchObject({ takesMinutes: '6720', allowedMinutes: '6240' });
  });

  it('is refused with a workflow that is not the one it names', () => {
    const other = { ...published, version: 2 };
    expect(refusal(() => publishLocalVersion(undefined, local(days(14)), other))).toBe('workflow-invalid');
  });
});

describe('registering an agency', () => {
  const agency = {
    code: 'H27.900',
    name: 'UBND Xã Thử',
    level: 'commune',
    kind: 'peoples-committee',
    parent: null,
    validFrom: '2025-07-01',
    validTo: null,
    successors: [],
  } as const;

  it.each(['2025-02-29', '2025-04-31', '2025-13-01', '01/07/2025', ''])('refuses the day "%s"', (validFrom) => {
    expect(refusal(() => registerAgency(undefined, { ...agency, validFrom }))).toBe('invalid-input');
  });

  it('takes a leap day, and says nothing again of what stands', () => {
    expect(registerAgency(undefined, { ...agency, validFrom: '2024-02-29' })).toHaveLength(1);
    expect(registerAgency(agency, agency)).toEqual([]);
  });
});
