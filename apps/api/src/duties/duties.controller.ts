import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { isRole, ROLES } from '#access';
import { DUTY_KINDS } from '#duties';
import type { Caller } from '#handling';
import { AtLeastQuery } from '../dossiers/register-input.js';
import { chosen, pageSize, words, yesOrNo } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskDuties } from './ask-duties.js';

/** Roles that do the work see their own; who answers for it, or looks into it, sees everybody's. */
const SEES_EVERY_ROLE = ['leader', 'inspector'];

/** Nghĩa vụ: what somebody owes, by when. */
@ApiTags('Nghĩa vụ')
@Controller('duties')
export class DutiesController {
  constructor(private readonly queries: QueryBus) {}

  @May('list-duties')
  @Get()
  @ApiOperation({ summary: 'Việc phải làm, gần hạn nhất trước; mặc định là của vai trò và cơ quan đang đăng nhập' })
  @ApiQuery({ name: 'role', required: false, enum: [...ROLES] })
  @ApiQuery({ name: 'agency', required: false })
  @ApiQuery({ name: 'kind', required: false, enum: [...DUTY_KINDS] })
  @ApiQuery({ name: 'mine', required: false, enum: ['true', 'false'], description: 'chỉ việc được phân công cho tôi' })
  @ApiQuery({ name: 'overdue', required: false, enum: ['true', 'false'] })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100; mặc định 20' })
  @ApiQuery({ name: 'after', required: false, description: 'next của trang trước' })
  @AtLeastQuery()
  list(@Asking() caller: Caller, @Query() query: Readonly<Record<string, unknown>>) {
    const { role: own, id } = caller.actor;
    const role =
      chosen('role', query['role'], ROLES) ?? (isRole(own) && !SEES_EVERY_ROLE.includes(own) ? own : undefined);
    const agency = words('agency', query['agency']);
    const kind = chosen('kind', query['kind'], DUTY_KINDS);
    const overdue = yesOrNo('overdue', query['overdue']);
    const after = words('after', query['after']);
    const asked = {
      ...(role === undefined ? {} : { role }),
      ...(agency === undefined ? {} : { agency }),
      ...(kind === undefined ? {} : { kind }),
      ...(yesOrNo('mine', query['mine']) === true ? { officer: id } : {}),
      ...(overdue === undefined ? {} : { overdue }),
    };
    const page = { limit: pageSize(query['limit']), ...(after === undefined ? {} : { after }) };
    return this.queries.execute(new AskDuties(caller, asked, page, words('atLeast', query['atLeast'])));
  }
}
