import type { Pool } from 'pg';
import { inVietnam } from '#kernel';
import type { DutyKind, NoticeLevel } from '../duty.js';
import { dutyNames } from '../duty-names.js';
import type { NoticeKey } from './claim.js';
import { NotTaken, RefusedForGood, type Message, type Notifier } from './notifier.js';

/**
 * What became of a notice; `refused`: the mail server will not take it, ever; `uncertain`: the process ended while it was
 * being sent, and it is not sent again.
 */
export const NOTICE_OUTCOMES = ['sent', 'refused', 'no-mailbox', 'no-notifier', 'uncertain'] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

interface Claimed {
  readonly code: string | null;
  readonly procedure: string | null;
  readonly submitted_at: Date | null;
  readonly kind: DutyKind;
  readonly due_at: Date;
  readonly address: string | null;
}

/**
 * Tells one holder, at most once: that it is being sent is written before it is sent, and who finds it so does not know
 * whether it was. What the server certainly did not take is tried again.
 * @throws NotTaken
 */
export async function tell(pool: Pool, notifier: Notifier | null, key: NoticeKey): Promise<void> {
  const values = [key.dossier, key.duty, key.level];
  const { rows } = await pool.query<Claimed>(
    `update vault.notices n set sending_at = clock_timestamp()
     where dossier_id = $1 and duty = $2 and level = $3 and sending_at is null and outcome is null
     returning code, procedure_code as procedure, submitted_at, kind, due_at,
       (select address from vault.mailboxes m where m.role = n.role and m.agency = n.agency) as address`,
    values,
  );
  const [claimed] = rows;
  if (claimed === undefined) return leaveUncertain(pool, values);
  const outcome = await sent(notifier, key, claimed).catch(async (error: unknown) => {
    if (error instanceof NotTaken) await release(pool, values);
    throw error;
  });
  await pool.query(
    `update vault.notices set outcome = $4, told_at = clock_timestamp()
     where dossier_id = $1 and duty = $2 and level = $3`,
    [...values, outcome],
  );
}

async function sent(notifier: Notifier | null, key: NoticeKey, claimed: Claimed): Promise<NoticeOutcome> {
  if (notifier === null) return 'no-notifier';
  if (claimed.address === null) return 'no-mailbox';
  try {
    await notifier.send(messageOf(key, claimed, claimed.address));
    return 'sent';
  } catch (error) {
    if (error instanceof RefusedForGood) return 'refused';
    throw error;
  }
}

/** Somebody began to send it and did not come to the end. */
const leaveUncertain = async (pool: Pool, values: readonly string[]): Promise<void> => {
  await pool.query(
    `update vault.notices set outcome = 'uncertain' where dossier_id = $1 and duty = $2 and level = $3 and outcome is null`,
    [...values],
  );
};

const release = (pool: Pool, values: readonly string[]) =>
  pool.query('update vault.notices set sending_at = null where dossier_id = $1 and duty = $2 and level = $3', [
    ...values,
  ]);

const LEVELS: Readonly<Record<NoticeLevel | 'escalated', string>> = {
  owed: 'Việc mới',
  warning: 'Sắp đến hạn',
  overdue: 'Đã quá hạn',
  escalated: 'Báo cáo người đứng đầu',
};

const isLevel = (level: string): level is keyof typeof LEVELS => Object.hasOwn(LEVELS, level);

/** As its holder finds it: by its code, before it has one by its procedure and the time it was filed. */
function nameOf({ code, procedure, submitted_at: submittedAt }: Claimed): string {
  const by = procedure === null ? '' : ` thủ tục ${procedure}`;
  const at = submittedAt === null ? '' : ` lúc ${inVietnam(submittedAt.toISOString()).slice(0, 16).replace('T', ' ')}`;
  return code ?? `nộp trực tuyến${by}${at}, chưa có mã`;
}

function messageOf({ dossier, duty, level }: NoticeKey, claimed: Claimed, to: string): Message {
  const { kind, due_at: dueAt } = claimed;
  const name = nameOf(claimed);
  const title = isLevel(level) ? LEVELS[level] : level;
  return {
    id: `${dossier}.${duty.replaceAll(' ', '-')}.${level}`,
    to,
    subject: `[Đúng Hẹn] ${title}: hồ sơ ${name}`,
    text: [
      `${title}: ${dutyNames[kind]}.`,
      `Hồ sơ: ${name}`,
      `Hạn: ${inVietnam(dueAt.toISOString())}`,
      '',
      'Thư này được gửi tự động; nội dung hồ sơ xem trên hệ thống.',
    ].join('\n'),
  };
}
