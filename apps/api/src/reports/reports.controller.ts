import { applyDecorators, Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Caller } from '#handling';
import { isDay, Refusal, type Day } from '#kernel';
import { AGENCIES_AS, DOSSIER_FIGURES, GROUPINGS, type FlowFilter } from '#reports';
import { AtLeastQuery, type RawQuery } from '../dossiers/register-input.js';
import { chosen, pageSize, words, yesOrNo } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskFigure, AskFigureDossiers, ExplainFigure, type FigureWanted } from './ask-figure.js';
import { AskFlows } from './ask-flows.js';

const FIGURE_NAMES = DOSSIER_FIGURES.map(({ name }) => name);

/** What every question about a figure says. */
const FigureQuery = () =>
  applyDecorators(
    ApiQuery({ name: 'figure', enum: FIGURE_NAMES, description: 'chỉ tiêu' }),
    ApiQuery({ name: 'period', description: '2026-10-15/2026-11-14 (cả hai ngày), 2026-11, 2026-Q4 hoặc 2026' }),
    ApiQuery({ name: 'agency', required: false, description: 'cơ quan giải quyết, kể cả cấp dưới' }),
    ApiQuery({ name: 'asOf', required: false, description: 'vị trí trong nhật ký: điều đã biết đến lúc đó' }),
  );

/** Báo cáo: figures over many dossiers. */
@ApiTags('Báo cáo')
@Controller('reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @May('read-figures')
  @Get('figures')
  @ApiOperation({ summary: 'Chỉ tiêu: phân số chính xác kèm chứng nhận, tại mọi thời điểm đã qua' })
  @FigureQuery()
  @ApiQuery({ name: 'by', required: false, enum: GROUPINGS, description: 'chia theo' })
  @ApiQuery({ name: 'subtrees', required: false, description: 'true: mỗi cơ quan tính cả cấp dưới' })
  @AtLeastQuery()
  figure(@Asking() caller: Caller, @Query() query: RawQuery) {
    return this.queries.execute(new AskFigure(caller, figureWanted(query), words('atLeast', query['atLeast'])));
  }

  @May('read-figures')
  @Get('figures/dossiers')
  @ApiOperation({ summary: 'Các hồ sơ tạo nên một chỉ tiêu, theo trang' })
  @FigureQuery()
  @ApiQuery({ name: 'after', required: false, description: 'mã định danh cuối của trang trước' })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100, mặc định 20' })
  figureDossiers(@Asking() caller: Caller, @Query() query: RawQuery) {
    const page = { after: words('after', query['after']) ?? '', limit: pageSize(query['limit']) };
    return this.queries.execute(new AskFigureDossiers(caller, figureWanted(query), page));
  }

  @May('read-figures')
  @Get('figures/explanation')
  @ApiOperation({ summary: 'Vì sao một hồ sơ được tính như vậy trong chỉ tiêu' })
  @FigureQuery()
  @ApiQuery({ name: 'code', description: 'mã hồ sơ' })
  figureExplanation(@Asking() caller: Caller, @Query() query: RawQuery) {
    return this.queries.execute(new ExplainFigure(caller, figureWanted(query), needed('code', query)));
  }

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

const POSITION = /^[0-9a-f]{1,64}$/;

/** @throws Refusal `invalid-input` */
function figureWanted(query: RawQuery): FigureWanted {
  const name = chosen('figure', query['figure'], FIGURE_NAMES);
  const definition = DOSSIER_FIGURES.find((one) => one.name === name);
  if (definition === undefined) throw new Refusal('invalid-input', null, { at: 'figure', known: FIGURE_NAMES });
  const by = chosen('by', query['by'], GROUPINGS);
  const agency = words('agency', query['agency']);
  const asOf = words('asOf', query['asOf']);
  if (asOf !== undefined && !POSITION.test(asOf))
    throw new Refusal('invalid-input', null, { at: 'asOf: a position of the log' });
  const withSubtrees = yesOrNo('subtrees', query['subtrees']) ?? false;
  return {
    ...{ definition, period: needed('period', query), withSubtrees },
    ...(by === undefined ? {} : { by }),
    ...(agency === undefined ? {} : { agency }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function needed(name: string, query: RawQuery): string {
  const text = words(name, query[name]);
  if (text === undefined) throw new Refusal('invalid-input', null, { at: `${name}: needed` });
  return text;
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
