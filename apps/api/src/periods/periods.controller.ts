import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Caller } from '#handling';
import { plain, record, Refusal } from '#kernel';
import { taken } from '../input.js';
import { jsonSchemaOf } from '../openapi/json-schema.js';
import { words } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskPeriod } from './ask-period.js';
import { ClosePeriod } from './close-period.js';

const ownPeriod = record({ from: plain, to: plain });
const restating = record({ from: plain, to: plain, reason: plain });

/** Khóa sổ kỳ báo cáo: figures as they were signed, and as they were restated. */
@ApiTags('Khóa sổ')
@Controller('periods')
export class PeriodsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @May('ClosePeriod')
  @Post('close')
  @ApiOperation({ summary: 'Khóa sổ kỳ báo cáo của cơ quan mình, kể cả cấp dưới: ký số liệu như đang biết' })
  @ApiBody({ schema: jsonSchemaOf(ownPeriod) })
  close(@Asking() caller: Caller, @Body() body: unknown) {
    return this.commands.execute(new ClosePeriod(caller, taken(ownPeriod, body), null));
  }

  @May('ClosePeriod')
  @Post('restate')
  @ApiOperation({ summary: 'Điều chỉnh số liệu kỳ đã khóa, kèm lý do; số đã ký vẫn giữ nguyên' })
  @ApiBody({ schema: jsonSchemaOf(restating) })
  restate(@Asking() caller: Caller, @Body() body: unknown) {
    const { reason, ...period } = taken(restating, body);
    return this.commands.execute(new ClosePeriod(caller, period, reason));
  }

  @May('read-figures')
  @Get()
  @ApiOperation({ summary: 'Kỳ đã khóa: số đã ký, số điều chỉnh, và số theo nhật ký hiện nay' })
  @ApiQuery({ name: 'agency' })
  @ApiQuery({ name: 'from', description: 'YYYY-MM-DD' })
  @ApiQuery({ name: 'to', description: 'YYYY-MM-DD, cả ngày này' })
  period(@Asking() caller: Caller, @Query() query: Readonly<Record<string, unknown>>) {
    const period = { agency: needed('agency', query), from: needed('from', query), to: needed('to', query) };
    return this.queries.execute(new AskPeriod(caller, period));
  }
}

function needed(name: string, query: Readonly<Record<string, unknown>>): string {
  const text = words(name, query[name]);
  if (text === undefined) throw new Refusal('invalid-input', null, { at: `${name}: needed` });
  return text;
}
