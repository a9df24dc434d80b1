import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Caller } from '#handling';
import { isDay, Refusal, type Day } from '#kernel';
import { AGENCIES_AS, type FlowFilter } from '#reports';
import { AtLeastQuery, type RawQuery } from '../dossiers/register-input.js';
import { chosen, words } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskFlows } from './ask-flows.js';

/** Báo cáo: figures over many dossiers. */
@ApiTags('Báo cáo')
@Controller('reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @May('read-flows')
  @Get('flows')
  @ApiOperation({ summary: 'Lưu chuyển hồ sơ giữa các cơ quan: số đã chuyển, nhận, trả, quá hạn, thời gian' })
  @ApiQuery({ name: 'from', description: 'chuyển từ ngày, YYYY-MM-DD' })
  @ApiQuery({ name: 'to', description: 'đến hết ngày, YYYY-MM-DD' })
  @ApiQuery({ name: 'agency', required: false, description: 'nơi gửi hoặc nơi nhận' })
  @ApiQuery({ name: 'procedure', required: false })
  @ApiQuery({ name: 'field', required: false })
  @ApiQuery({
    name: 'agenciesAs',
    required: false,
    enum: AGENCIES_AS,
    description: 'tên cơ quan khi chuyển hay hiện nay',
  })
  @AtLeastQuery()
  flows(@Asking() caller: Caller, @Query() query: RawQuery) {
    return this.queries.execute(new AskFlows(caller, flowFilter(query), words('atLeast', query['atLeast'])));
  }
}

/** @throws Refusal `invalid-input` */
function flowFilter(query: RawQuery): FlowFilter {
  const [from, to] = [day('from', query['from']), day('to', query['to'])];
  if (to < from) throw new Refusal('invalid-input', null, { at: 'to: not before from' });
  const agency = words('agency', query['agency']);
  const procedure = words('procedure', query['procedure']);
  const field = words('field', query['field']);
  return {
    ...{ from, to, agenciesAs: chosen('agenciesAs', query['agenciesAs'], AGENCIES_AS) ?? 'then' },
    ...(agency === undefined ? {} : { agency }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(field === undefined ? {} : { field }),
  };
}

function day(name: string, value: unknown): Day {
  const text = words(name, value);
  if (text === undefined || !isDay(text))
    throw new Refusal('invalid-input', null, { at: `${name}: a day, YYYY-MM-DD` });
  return text;
}
