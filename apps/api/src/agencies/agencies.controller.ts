import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CatalogueFeed } from '#handling';
import { Clock, Refusal, vietnamDay } from '#kernel';
import { words, yesOrNo } from '../query-input.js';
import { May } from '../session/may.js';

/** Cơ quan: with their validity and successors. */
@May('read-catalogue')
@ApiTags('Danh mục')
@Controller('agencies')
export class AgenciesController {
  constructor(
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Các cơ quan; open=true: chỉ cơ quan đang hoạt động hôm nay' })
  @ApiQuery({ name: 'kind', required: false })
  @ApiQuery({ name: 'open', required: false, enum: ['true', 'false'] })
  all(@Query('kind') kindAsked: unknown, @Query('open') openAsked: unknown) {
    const { view } = this.catalogue;
    const kind = words('kind', kindAsked);
    const open = yesOrNo('open', openAsked);
    const today = vietnamDay(this.clock.now());
    return {
      agencies: view
        .allAgencies()
        .filter((agency) => kind === undefined || agency.kind === kind)
        .filter(({ code }) => open === undefined || open === view.isOpen(code, today)),
    };
  }

  @Get(':code')
  @ApiOperation({ summary: 'Một cơ quan, kể cả đã giải thể, với cơ quan kế nhiệm' })
  show(@Param('code') code: string) {
    const agency = this.catalogue.view.findAgency(code);
    if (agency === undefined) throw new Refusal('unknown-agency', null, { agency: code.slice(0, 64) });
    return agency;
  }
}
