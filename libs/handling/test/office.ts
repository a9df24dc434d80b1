import { readFileSync } from 'node:fs';
import {
  publishCalendar,
  publishLocalVersion,
  publishWorkflow,
  registerAgency,
  type CatalogueEvent,
  type Workflow,
} from '#catalogue';
import type { EventStore, Meta } from '#kernel';
import type { Caller, Given, ReceiveRequest } from '#handling';

const calendarFile = new URL('../../catalogue/data/calendar.vn.json', import.meta.url);

interface CalendarFile {
  readonly workingHours: readonly (readonly [string, string])[];
  readonly years: readonly {
    readonly year: number;
    readonly status: 'official' | 'provisional';
    readonly off: Readonly<Record<string, string>>;
    readonly worked: Readonly<Record<string, string>>;
  }[];
}

const days = (named: Readonly<Record<string, string>>) => Object.entries(named).map(([on, name]) => ({ on, name }));

function calendarEvents(): readonly CatalogueEvent[] {
  const { workingHours, years }: CalendarFile = JSON.parse(readFileSync(calendarFile, 'utf8'));
  return publishCalendar(undefined, {
    id: 'vn',
    workingHours: workingHours.map(([from, to]) => ({ from, to })),
    years: years.map(({ year, status, off, worked }) => ({ year, status, off: days(off), worked: days(worked) })),
  });
}

const open = { validFrom: '2025-07-01', validTo: null, successors: [] } as const;

export const workflow: Workflow = {
  id: 'default',
  version: 1,
  steps: [
    { id: 'receive', name: 'Tiếp nhận', role: 'reception-officer', hours: 2 },
    { id: 'appraise', name: 'Thẩm định', role: 'case-officer', hours: 10 },
    { id: 'approve', name: 'Phê duyệt', role: 'leader', hours: 4 },
    { id: 'issue', name: 'Phát hành', role: 'clerk', hours: 2 },
  ],
  legs: [],
};

/** The commune confirms, then the Department of Justice verifies. */
const linked: Workflow = {
  ...workflow,
  id: 'linked',
  legs: [
    { ...leg('confirm', 'commune'), after: [] },
    { ...leg('verify', 'department:Sở Tư pháp'), after: ['confirm'] },
  ],
};

function leg(id: string, agencyKind: string) {
  return { id, agencyKind, task: id, limit: { amount: 1, unit: 'working-day' as const }, waitsForApplicant: null };
}

const streams: Readonly<Record<string, readonly CatalogueEvent[]>> = {
  'calendar-vn': calendarEvents(),
  'agency-H27.118': registerAgency(undefined, {
    ...open,
    code: 'H27.118',
    name: 'UBND Xã Đức Thọ',
    level: 'commune',
    kind: 'peoples-committee',
    parent: 'H27',
  }),
  'agency-H27.118.1': registerAgency(undefined, {
    ...open,
    code: 'H27.118.1',
    name: 'Trung tâm Phục vụ hành chính công Xã Đức Thọ',
    level: 'commune',
    kind: 'one-stop-centre',
    parent: 'H27.118',
  }),
  'agency-H27.11': registerAgency(undefined, {
    ...open,
    code: 'H27.11',
    name: 'Sở Tư pháp',
    level: 'province',
    kind: 'department',
    parent: 'H27',
  }),
  'agency-H27.33': registerAgency(undefined, {
    code: 'H27.33',
    name: 'UBND huyện Đức Thọ',
    level: 'district',
    kind: 'peoples-committee',
    parent: 'H27',
    validFrom: '2015-01-01',
    validTo: '2025-06-30',
    successors: ['H27.118'],
  }),
  'workflow-default': publishWorkflow(undefined, workflow),
  'workflow-linked': publishWorkflow(undefined, linked),
  'procedure-1.000894': local('1.000894', 'Thủ tục đăng ký kết hôn', workflow),
  'procedure-1.012753': local('1.012753', 'Đăng ký đất đai', linked),
};

function local(code: string, name: string, by: Workflow): readonly CatalogueEvent[] {
  return publishLocalVersion(
    undefined,
    {
      code,
      name,
      field: 'Hộ tịch',
      isGroup: false,
      level: 'commune',
      deciderKind: 'commune',
      onlineLevel: 'full',
      workflow: { id: by.id, version: by.version },
      limits: (['counter', 'online', 'post'] as const).map((channel) => ({
        channel,
        case: 1,
        label: '5 ngày làm việc',
        statutory: { amount: 5, unit: 'working-day' },
        local: { amount: 3, unit: 'working-day' },
      })),
      sameDay: false,
      supplementPolicy: 'RESET',
      validFrom: '2026-01-01',
    },
    by,
  );
}

const meta: Meta = {
  actor: { id: 'import', role: 'administrator', agency: null },
  recordedAt: '2026-01-01T00:00:00.000Z',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  correlationId: 'import',
  causationId: null,
  commandId: '00000000-0000-4000-8000-000000000001',
  commandDigest: '',
};

/** Publishes a small catalogue: one commune with its centre, a department, an abolished district, two procedures. */
export async function publishCatalogue(store: EventStore): Promise<void> {
  let at = 0;
  for (const [stream, events] of Object.entries(streams)) {
    const proposed = events.map((event) => {
      at += 1;
      return { ...event, id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, meta };
    });
    await store.append(stream, 'none', proposed);
  }
}

export const officer: Caller = {
  account: 'reception',
  actor: { id: 'reception', role: 'reception-officer', agency: 'H27.118.1' },
};

export const given = (key: string, more: Partial<Given> = {}): Given => ({ key, correlationId: key, ...more });

const applicant = { kind: 'citizen', identityNo: null, phone: null, email: null, address: null } as const;

/** A marriage registration at the counter of Đức Thọ. */
export const marriage: ReceiveRequest = {
  dossierId: null,
  procedure: '1.000894',
  channel: 'counter',
  case: null,
  centre: 'H27.118.1',
  decidingAgency: null,
  applicant: { ...applicant, name: 'Nguyễn Thị Hoa' },
  submitter: null,
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
  collectAt: null,
  fee: null,
};

/** A registration of land at the same counter, for which two agencies do their part. */
export const land: ReceiveRequest = { ...marriage, procedure: '1.012753', request: 'Đăng ký đất đai' };
