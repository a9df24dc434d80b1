import {
  importAgencies,
  importCalendar,
  publication,
  publishLocalVersion,
  publishWorkflow,
  type Workflow,
} from '#catalogue';
import type { Caller, DossierRequest } from '#handling';
import { configuration, openInstallation, publish, shippedFile, type Installation } from '#installation';
import type { Position } from '#kernel';
import { Checkpoints, ProjectionRunner } from '#read-store';
import { Register, registerProjection } from '#reports';
import { freshDatabase, StandingClock } from '#testing';

/** The four districts that ended on 30/06/2025. */
export const DISTRICTS = ['H27.31', 'H27.32', 'H27.33', 'H27.34'] as const;

const ACTOR = { id: 'test', role: 'administrator', agency: null } as const;
const LAND = 'LT.HUYEN.DATDAI';
const CIVIL = 'LT.HUYEN.HOTICH';
const INVESTMENT = 'LT.TINH.DAUTU';

const steps = [
  { id: 'receive', name: 'Tiếp nhận', role: 'reception-officer', hours: 2 },
  { id: 'appraise', name: 'Thẩm định', role: 'case-officer', hours: 20 },
  { id: 'approve', name: 'Phê duyệt', role: 'leader', hours: 4 },
  { id: 'issue', name: 'Phát hành', role: 'clerk', hours: 2 },
];
const opinionOfDistrict: Workflow['legs'] = [
  {
    ...{ id: 'district', agencyKind: 'district', task: 'Ý kiến UBND huyện', after: [] },
    ...{ limit: { amount: 5, unit: 'working-day' }, waitsForApplicant: null },
  },
];

export const by = (role: string, agency: string): Caller => ({
  account: `${role}@${agency}`,
  actor: { id: `${role}@${agency}`, role, agency },
});

const someone = { kind: 'citizen', identityNo: null, phone: null, email: null, address: null } as const;

/** The demo province in June 2025, when districts still decided, on a database of its own. */
export async function provinceOfJune2025() {
  const database = await freshDatabase();
  const clock = new StandingClock('2025-06-16T02:00:00.000Z'); // Monday 16/06, 09:00 in Hà Nội
  const config = configuration({ DATABASE_URL: database.url }, { logLevel: 'error' });
  const installation = await openInstallation(config, 'borrow', clock);
  await publishWhatThereWas(installation);
  const runner = new ProjectionRunner({ ...installation, projection: registerProjection });
  runner.start();
  const register = new Register(installation.db);
  const checkpoints = new Checkpoints(installation.db);
  let last: Position = '';
  let keys = 0;
  const { desk } = installation;
  const given = () => ({ key: `june-${(keys += 1)}`, correlationId: 'june' });

  const received = async (centre: string, decidingAgency: string, procedure: string): Promise<string> => {
    const { dossierId, position } = await desk.receive(by('reception-officer', centre), given(), {
      ...{ dossierId: null, procedure, channel: 'counter', case: null, centre, decidingAgency, submitter: null },
      ...{ applicant: { ...someone, name: 'Lê Thị Mai' }, request: 'Giải quyết', papers: [], sets: 1 },
      ...{ collectAt: null, fee: null },
    });
    last = position;
    return dossierId;
  };
  const give = async (caller: Caller, dossierId: string, request: DossierRequest): Promise<void> => {
    last = (await desk.give(caller, given(), dossierId, request)).position;
  };

  return {
    database,
    clock,
    installation,
    give,
    /** One dossier of each kind that can lie with a district, and two that do not any more. */
    ofEveryKind: (district: string) => dossiersOfEveryKind({ ...installation, received, give, given }, district),
    received: (district: string) => received(district, district, LAND),
    async upToDate(): Promise<void> {
      await checkpoints.waitFor('register', last, 20_000);
    },
    /** As the operator's command asks, in batches of so many. */
    find: (agency: string, limit: number) => (after: string | null) =>
      register.find({ is: 'all' }, { agency, open: true }, { limit, ...(after === null ? {} : { after }) }),
    /** From then on nobody keeps the register up. */
    leaveRegister: () => runner.stop(),
    async stop(): Promise<void> {
      await runner.stop();
      await installation.close();
      await database.drop();
    },
  };
}

export type ProvinceOfJune2025 = Awaited<ReturnType<typeof provinceOfJune2025>>;

async function publishWhatThereWas(installation: Installation): Promise<void> {
  const to = { ...installation, actor: ACTOR };
  await publish(to, (view) => importCalendar(shippedFile('calendar.vn.json'), view));
  await publish(to, (view) => importAgencies(shippedFile('agencies.demo.json'), view));
  const workflows = {
    inside: { id: 'inside', steps, legs: [] },
    asking: { id: 'asking', steps, legs: opinionOfDistrict },
  };
  for (const workflow of Object.values(workflows))
    await publish(to, (view) => publication(view, `workflow-${workflow.id}`, publishWorkflow(undefined, workflow)));
  const procedures = [
    { code: LAND, field: 'Đất đai', deciderKind: 'district', level: 'commune', workflow: workflows.inside },
    { code: CIVIL, field: 'Hộ tịch', deciderKind: 'district', level: 'commune', workflow: workflows.inside },
    {
      code: INVESTMENT,
      field: 'Đầu tư',
      deciderKind: 'peoples-committee',
      level: 'province',
      workflow: workflows.asking,
    },
  ] as const;
  for (const { workflow, ...procedure } of procedures) {
    const limit = { case: 1, label: '', statutory: { amount: 20, unit: 'working-day' }, local: null } as const;
    const version = {
      ...{ ...procedure, name: procedure.code, isGroup: false, onlineLevel: 'full' as const, sameDay: false },
      ...{ workflow: { id: workflow.id, version: 1 }, supplementPolicy: 'RESET' as const, validFrom: '2024-01-01' },
      limits: (['counter', 'online'] as const).map((channel) => ({ ...limit, channel })),
    };
    await publish(to, (view) =>
      publication(
        view,
        `procedure-${procedure.code}`,
        publishLocalVersion(undefined, version, { ...workflow, version: 1 }),
      ),
    );
  }
}

interface Past extends Pick<Installation, 'desk'> {
  readonly received: (centre: string, decidingAgency: string, procedure: string) => Promise<string>;
  readonly give: (caller: Caller, dossierId: string, request: DossierRequest) => Promise<void>;
  readonly given: () => { readonly key: string; readonly correlationId: string };
}

async function dossiersOfEveryKind({ desk, received, give, given }: Past, district: string) {
  const officer = by('case-officer', district);
  const province = by('case-officer', 'H27');
  const inside = (procedure = LAND) => received(district, district, procedure);
  const worked = async (): Promise<string> => {
    const dossierId = await inside(CIVIL);
    await give(officer, dossierId, { type: 'CompleteStep', data: { step: 'appraise', note: null } });
    const signed = { signer: 'Trần Văn Nam', documentNo: '12/QĐ' };
    await give(by('leader', district), dossierId, { type: 'ApproveDecision', data: signed });
    await give(by('clerk', district), dossierId, { type: 'MarkResultReady', data: { papers: [] } });
    return dossierId;
  };

  const inProcess = await inside();
  const civil = await inside(CIVIL);
  const supplement = await inside();
  const missing = { items: ['Bản đồ địa chính'], reason: 'Thiếu' };
  await give(officer, supplement, { type: 'RequestSupplement', data: missing });
  const resultReady = await worked();
  const leg = await received('H27', 'H27', INVESTMENT);
  const sending = { to: district, leg: 'district', work: 'Ý kiến', limit: null, form: 'electronic' } as const;
  await give(province, leg, { type: 'TransferDossier', data: sending });
  await give(officer, leg, { type: 'AcceptTransfer', data: { transfer: 1, by: district } });
  const opinion = await received('H27', 'H27', INVESTMENT);
  const question = { agency: district, content: 'Quy hoạch', answerBy: '2025-07-10T10:00:00.000Z' };
  await give(province, opinion, { type: 'RequestOpinion', data: question });
  const inTransit = await received('H27', 'H27', INVESTMENT);
  await give(province, inTransit, { type: 'TransferDossier', data: { ...sending, leg: null } });
  const { dossierId: submitted } = await desk.submit(by('reception-officer', district), given(), {
    ...{ procedure: LAND, channel: 'online', centre: district, portalCode: null, submitter: null, request: 'Nộp' },
    ...{ applicant: { ...someone, name: 'Lê Thị Mai' }, papers: [] },
  });
  const returned = await worked();
  await give(by('reception-officer', district), returned, {
    type: 'ReturnResult',
    data: { to: 'Mai', how: 'counter' },
  });
  const correction = await worked();
  await give(by('reception-officer', district), correction, {
    type: 'ReturnResult',
    data: { to: 'Mai', how: 'counter' },
  });
  await give(by('reception-officer', district), correction, {
    type: 'OpenResultCorrection',
    data: { fault: 'Sai năm sinh' },
  });
  const withdrawn = await inside();
  const thought = { requestedBy: 'Lê Thị Mai', reason: 'Thôi' };
  await give(by('reception-officer', district), withdrawn, { type: 'WithdrawDossier', data: thought });
  const running = { inProcess, civil, supplement, resultReady, leg, opinion, inTransit, submitted, correction };
  return { running, over: { returned, withdrawn } };
}
