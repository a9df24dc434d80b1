import type { Instant } from '#kernel';
import type { DossierRequest } from '#handling';
import type { WorkingCalendar } from '#working-time';
import { dutiesOf } from './duties-of.js';
import { dutyId, type Duty, type NoticeLevel } from './duty.js';
import type { DutyFacts } from './facts.fold.js';
import { forecastOf } from './forecast.js';

/** The holder of a duty, or the head of the agency, is to be told of it. */
export interface Notice {
  readonly duty: Duty;
  readonly level: NoticeLevel;
  readonly at: Instant;
}

/** What the passing of time owes at a moment: commands of the engine, and people to be told. */
export interface Owed {
  readonly requests: readonly DossierRequest[];
  readonly notices: readonly Notice[];
}

/** What is owed by now on a dossier that stands so; nothing where it was done already, so late and twice do no harm. */
export function owedBy(facts: DutyFacts, calendar: WorkingCalendar, now: Instant): Owed {
  const open = dutiesOf(facts, calendar).filter(({ ended }) => ended === null);
  const forecast = forecastOf(facts, calendar);
  const late: readonly DossierRequest[] =
    forecast !== null && forecast.at <= now
      ? [{ type: 'ForecastLateness', data: { by: 'rule', reason: forecast.reason, days: forecast.days } }]
      : [];
  return {
    requests: [...late, ...open.filter(({ dueAt }) => dueAt < now).flatMap((duty) => consequenceOf(duty, facts))],
    notices: open.flatMap((duty) => noticeOf(duty, now)),
  };
}

/** Of several levels that have passed only the last is told. */
function noticeOf(duty: Duty, now: Instant): readonly Notice[] {
  const passed = duty.notices.filter(({ at }) => at <= now).at(-1);
  return passed === undefined ? [] : [{ duty, ...passed }];
}

const named: Readonly<Record<Duty['kind'], string>> = {
  'answer-submission': 'Chưa trả lời hồ sơ trực tuyến trong 8 giờ làm việc',
  'forward-paper': 'Chưa chuyển hồ sơ giấy đến cơ quan giải quyết',
  'supplement-notice': 'Đã hết thời gian thông báo bổ sung hồ sơ',
  'close-unsupplemented': 'Quá 15 ngày kể từ ngày thông báo, người nộp không bổ sung hồ sơ',
  step: 'Bước xử lý quá thời gian quy định',
  'take-over': 'Hồ sơ chuyển đến chưa được nhận trong 01 ngày làm việc',
  leg: 'Chặng phối hợp quá thời hạn',
  opinion: 'Cơ quan được lấy ý kiến chưa trả lời đúng hạn',
  apology: 'Chưa có văn bản xin lỗi cho hồ sơ dự kiến quá hạn',
  result: 'Đã đến ngày hẹn trả mà chưa có kết quả',
  correction: 'Chưa đính chính kết quả sai trong 03 ngày làm việc',
  collect: 'Kết quả chưa được nhận',
};

/** What the engine does about a duty whose due instant has passed. */
function consequenceOf(duty: Duty, { escalated, asked }: DutyFacts): readonly DossierRequest[] {
  const id = dutyId(duty);
  switch (duty.consequence) {
    case 'escalate':
      if (escalated.includes(id)) return [];
      return [{ type: 'EscalateToHead', data: { duty: id, agency: duty.holder.agency, reason: named[duty.kind] } }];
    case 'close':
      return [{ type: 'CloseUnsupplemented', data: { reason: named[duty.kind] } }];
    case 'go-on-without':
      if (asked[duty.no - 1]?.overdueNotifiedAt !== null) return [];
      return [{ type: 'NotifyOpinionOverdue', data: { opinion: duty.no } }];
    case 'forecast':
    case 'lapse':
      return [];
  }
}

/** Every instant at which something may be owed: when to look again. Sorted, each once. */
export function wakesOf(facts: DutyFacts, calendar: WorkingCalendar): readonly Instant[] {
  const wakes = new Set<Instant>();
  for (const { ended, notices, dueAt, consequence } of dutiesOf(facts, calendar)) {
    if (ended !== null) continue;
    for (const { at } of notices) wakes.add(at);
    if (consequence !== 'lapse' && consequence !== 'forecast') wakes.add(justAfter(dueAt));
  }
  const forecast = forecastOf(facts, calendar);
  if (forecast !== null) wakes.add(forecast.at);
  return [...wakes].sort();
}

/** A duty is kept until its due instant, to the millisecond. */
const justAfter = (at: Instant): Instant => new Date(Date.parse(at) + 1).toISOString();
