import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CatalogueFeed } from '#handling';
import { list, number, oneOf, optional, plain, record } from '#kernel';
import { explainedDue, LIMIT_UNITS } from '#working-time';
import { bounded } from '../input.js';
import { jsonSchemaOf } from '../openapi/json-schema.js';
import { May } from '../session/may.js';

const question = record({
  from: plain,
  limit: record({ amount: number, unit: oneOf(...LIMIT_UNITS) }),
  policy: optional(oneOf('RESET', 'PAUSE')),
  pauses: optional(list(record({ from: plain, to: plain }))),
});

/** Lịch làm việc, and what it makes of a limit. */
@May('read-catalogue')
@ApiTags('Lịch và thời hạn')
@Controller()
export class CalendarController {
  constructor(private readonly catalogue: CatalogueFeed) {}

  @Get('calendar')
  @ApiOperation({ summary: 'Lịch làm việc đang dùng, với ngày nghỉ và ngày làm bù' })
  calendar() {
    return this.catalogue.view.calendar();
  }

  @Post('due')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tính hạn trả kết quả và giải thích từng ngày bằng tiếng Việt' })
  @ApiBody({ schema: jsonSchemaOf(question) })
  due(@Body() body: unknown) {
    bounded(body);
    return explainedDue(body, this.catalogue.view.calendar());
  }
}
