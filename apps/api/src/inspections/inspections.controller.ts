import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Caller } from '#handling';
import { InspectionRecorded } from '#oversight';
import { taken } from '../input.js';
import { jsonSchemaOf } from '../openapi/json-schema.js';
import { pageSize, words } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskInspections } from './ask-inspections.js';
import { RecordInspection } from './record-inspection.js';

/** Kiểm tra: what was inspected, and with what outcome. */
@ApiTags('Kiểm tra')
@Controller('inspections')
export class InspectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @May('RecordInspection')
  @Post()
  @ApiOperation({ summary: 'Ghi nhận cuộc kiểm tra đã tiến hành; cùng inspectionId và nội dung: không ghi thêm' })
  @ApiBody({ schema: jsonSchemaOf(InspectionRecorded.shape) })
  record(@Asking() caller: Caller, @Body() body: unknown) {
    return this.commands.execute(new RecordInspection(caller, taken(InspectionRecorded.shape, body)));
  }

  @May('list-inspections')
  @Get()
  @ApiOperation({ summary: 'Các cuộc kiểm tra trong phạm vi phụ trách, ghi nhận sau cùng trước' })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100; mặc định 20' })
  @ApiQuery({ name: 'after', required: false, description: 'next của trang trước' })
  list(@Asking() caller: Caller, @Query() query: Readonly<Record<string, unknown>>) {
    const page = { limit: pageSize(query['limit']), after: words('after', query['after']) };
    return this.queries.execute(new AskInspections(caller, page));
  }
}
