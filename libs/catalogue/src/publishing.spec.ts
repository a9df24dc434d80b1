import { Refusal } from '#kernel';
import { DEFAULT_WORKFLOW, publishWorkflow, registerAgency } from '#catalogue';

const refusal = (publish: () => unknown): unknown => {
  try {
    return publish();
  } catch (error) {
    return error instanceof Refusal ? error.code : error;
  }
};

const leg = (id: string, ...after: readonly string[]) => ({
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
    ['legs that wait for each other', { legs: [leg('a', 'c'), leg('b', 'a'), leg('c', 'b')] }],
  ])('refuses %s', (_what, change) => {
    expect(refusal(() => publishWorkflow(undefined, { ...workflow, ...change }))).toBe('workflow-invalid');
  });

  it.each([0, 1_000_000])('refuses a leg of %d days', (amount) => {
    const legs = [{ ...leg('land'), limit: { amount, unit: 'working-day' as const } }];
    expect(refusal(() => publishWorkflow(undefined, { ...workflow, legs }))).toBe('limit-out-of-range');
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
