import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { READING_OUTCOMES, type ReadingFilter } from '#access';
import type { Caller } from '#handling';
import { instantFrom } from '#working-time';
import { chosen, pageSize, words } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskReadings } from './ask-readings.js';

type RawQuery = Readonly<Record<string, unknown>>;

/** Nhật ký truy cập: who read which dossier, when and why, and who tried to. */
@ApiTags('Nhật ký truy cập')
@Controller('readings')
export class ReadingsController {
  constructor(private readonly queries: QueryBus) {}

  @May('list-readings')
  @Get()
  @ApiOperation({ summary: 'Ai đã xem hồ sơ nào, khi nào, vì sao; và ai bị từ chối. Mới nhất trước' })
  @ApiQuery({ name: 'dossier', required: false, description: 'mã hoặc id' })
  @ApiQuery({ name: 'account', required: false })
  @ApiQuery({ name: 'from', required: false, description: 'từ thời điểm này, ISO 8601' })
  @ApiQuery({ name: 'to', required: false, description: 'trước thời điểm này, ISO 8601' })
  @ApiQuery({ name: 'outcome', required: false, enum: READING_OUTCOMES })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100; mặc định 20' })
  @ApiQuery({ name: 'after', required: false, description: 'next của trang trước' })
  list(@Asking() caller: Caller, @Query() query: RawQuery) {
    const after = words('after', query['after']);
    const page = { limit: pageSize(query['limit']), ...(after === undefined ? {} : { after }) };
    return this.queries.execute(new AskReadings(caller, filterOf(query), page));
  }
}

/** @throws Refusal `invalid-input` */
function filterOf(query: RawQuery): ReadingFilter {
  const instant = (name: 'from' | 'to') => {
    const text = words(name, query[name]);
    return text === undefined ? undefined : instantFrom(name, text);
  };
  const [dossier, account] = [words('dossier', query['dossier']), words('account', query['account'])];
  const [from, to] = [instant('from'), instant('to')];
  const outcome = chosen('outcome', query['outcome'], READING_OUTCOMES);
  return {
    ...(dossier === undefined ? {} : { dossier }),
    ...(account === undefined ? {} : { account }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
