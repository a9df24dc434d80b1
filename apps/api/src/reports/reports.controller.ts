import { applyDecorators, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#handling';
import {
  AGENCIES_AS,
  csvOf,
  DOSSIER_FIGURES,
  figureNamed,
  FIGURES,
  FORM_NAMES,
  GROUPINGS,
  workbookOf,
  type AnyFigure,
} from '#reports';
import { AtLeastQuery, type RawQuery } from '../dossiers/register-input.js';
import { chosen, pageSize, words, yesOrNo } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskFigure, AskFigureDossiers, ExplainFigure } from './ask-figure.js';
import { AskFlows } from './ask-flows.js';
import { AskForm } from './ask-form.js';
import { AskGoals } from './ask-goals.js';
import {
  figureWanted,
  flowFilter,
  formWanted,
  listWanted,
  madeOfDossiers,
  needed,
  reportWanted,
} from './report-input.js';

const namesOf = (figures: readonly AnyFigure[]) => figures.map(({ name }) => name);

/** What every report is asked by. */
const ReportQuery = () =>
  applyDecorators(
    ApiQuery({ name: 'agency', required: false, description: 'cơ quan giải quyết, kể cả cấp dưới' }),
    AsOfQuery(),
  );

const AsOfQuery = () =>
  ApiQuery({
    name: 'asOf',
    required: false,
    description: 'vị trí trong nhật ký, hoặc thời điểm kèm múi giờ: điều đã biết đến lúc đó',
  });

const PeriodQuery = () =>
  ApiQuery({ name: 'period', description: '2026-10-15/2026-11-14 (cả hai ngày), 2026-11, 2026-Q4 hoặc 2026' });

/** What every question about a figure says. */
const FigureQuery = (figures: readonly AnyFigure[]) =>
  applyDecorators(
    ApiQuery({ name: 'figure', enum: namesOf(figures), description: 'chỉ tiêu' }),
    PeriodQuery(),
    ApiQuery({ name: 'at', required: false, description: 'thời điểm đánh giá kèm múi giờ; mặc định: cuối kỳ' }),
    ReportQuery(),
  );

const GroupedQuery = () =>
  applyDecorators(
    ApiQuery({ name: 'by', required: false, enum: GROUPINGS, description: 'chia theo' }),
    ApiQuery({ name: 'subtrees', required: false, description: 'true: mỗi cơ quan tính cả cấp dưới' }),
  );

const FORMATS = ['json', 'xlsx', 'csv'] as const;
const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

/** Báo cáo: figures over many dossiers. */
@ApiTags('Báo cáo')
@Controller('reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @May('read-figures')
  @Get('figures')
  @ApiOperation({ summary: 'Chỉ tiêu: phân số chính xác kèm chứng nhận, tại mọi thời điểm đã qua' })
  @FigureQuery(FIGURES)
  @GroupedQuery()
  @ApiQuery({
    name: 'proof',
    required: false,
    description: 'false: chỉ số liệu, từ tổng đã cộng dồn, không kèm mã băm và số hồ sơ; nhanh với mọi số lượng hồ sơ',
  })
  @AtLeastQuery()
  figure(@Asking() caller: Caller, @Query() query: RawQuery) {
    const definition = figureNamed(needed('figure', query));
    const withProof = yesOrNo('proof', query['proof']) ?? true;
    return this.queries.execute(new AskFigure(caller, definition, figureWanted(query), withProof));
  }

  @May('read-figures')
  @Get('figures/dossiers')
  @ApiOperation({ summary: 'Các hồ sơ tạo nên một chỉ tiêu, theo trang' })
  @FigureQuery(DOSSIER_FIGURES)
  @GroupedQuery()
  @ApiQuery({ name: 'group', required: false, description: 'chỉ một nhóm của cách chia' })
  @ApiQuery({ name: 'after', required: false, description: 'mã định danh cuối của trang trước' })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100, mặc định 20' })
  figureDossiers(@Asking() caller: Caller, @Query() query: RawQuery) {
    const page = { after: words('after', query['after']) ?? '', limit: pageSize(query['limit']) };
    return this.queries.execute(new AskFigureDossiers(caller, madeOfDossiers(query), listWanted(query), page));
  }

  @May('read-figures')
  @Get('figures/explanation')
  @ApiOperation({ summary: 'Vì sao một hồ sơ được tính như vậy trong chỉ tiêu' })
  @FigureQuery(DOSSIER_FIGURES)
  @ApiQuery({ name: 'code', description: 'mã hồ sơ' })
  figureExplanation(@Asking() caller: Caller, @Query() query: RawQuery) {
    return this.queries.execute(
      new ExplainFigure(caller, madeOfDossiers(query), figureWanted(query), needed('code', query)),
    );
  }

  @May('read-figures')
  @Get('goals')
  @ApiOperation({
    summary: 'Kết quả đối chiếu với chỉ tiêu được giao: đạt, có nguy cơ, chưa đạt, còn được trễ bao nhiêu',
  })
  @PeriodQuery()
  @ReportQuery()
  @ApiQuery({ name: 'province', required: false, description: 'chỉ tiêu của một tỉnh; mặc định: mọi tỉnh' })
  @AtLeastQuery()
  goals(@Asking() caller: Caller, @Query() query: RawQuery) {
    const wanted = { ...reportWanted(query), period: needed('period', query) };
    return this.queries.execute(new AskGoals(caller, wanted, words('province', query['province'])));
  }

  @May('read-figures')
  @Get('forms/:form')
  @ApiOperation({ summary: 'Biểu 07a, 07b (Thông tư 09/2026/TT-BTP), bảng tiến độ theo Quyết định 766/QĐ-TTg' })
  @ApiParam({ name: 'form', enum: FORM_NAMES })
  @ApiQuery({
    name: 'period',
    description: 'tháng báo cáo 2026-11 (15/10–14/11), 2026-Q4, 2026-H1, 2026-9M, 2026, hoặc 2026-10-15/2026-11-14',
  })
  @ReportQuery()
  @ApiQuery({
    name: 'monthBegins',
    required: false,
    description: 'ngày bắt đầu tháng báo cáo, mặc định 15; 1: tháng lịch',
  })
  @ApiQuery({ name: 'format', required: false, enum: FORMATS, description: 'mặc định json' })
  @AtLeastQuery()
  @ApiProduces('application/json', ...Object.values(TYPES))
  async form(
    @Asking() caller: Caller,
    @Param('form') name: unknown,
    @Query() query: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const wanted = formWanted(name, query);
    const format = chosen('format', query['format'], FORMATS) ?? 'json';
    const { form, printed, signed, readModel } = await this.queries.execute(new AskForm(caller, wanted));
    if (format === 'json') return { ...form, signed, readModel };
    const { from, to } = form.certificate.period;
    reply.headers({
      'content-type': TYPES[format],
      'content-disposition': contentDisposition(`${wanted.name} ${from} ${to}.${format}`),
    });
    return format === 'csv' ? csvOf(printed) : workbookOf(printed);
  }

  @May('read-flows')
  @Get('flows')
  @ApiOperation({ summary: 'Lưu chuyển hồ sơ giữa các cơ quan: số đã chuyển, nhận, trả, quá hạn, thời gian' })
  @ApiQuery({ name: 'from', description: 'chuyển từ ngày, YYYY-MM-DD' })
  @ApiQuery({ name: 'to', description: 'đến hết ngày, YYYY-MM-DD' })
  @ApiQuery({ name: 'agency', required: false, description: 'nơi gửi hoặc nơi nhận' })
  @ApiQuery({ name: 'subtrees', required: false, description: 'true: cơ quan ấy hoặc cấp dưới, ở đầu nào cũng tính' })
  @ApiQuery({ name: 'procedure', required: false })
  @ApiQuery({ name: 'field', required: false })
  @ApiQuery({
    name: 'agenciesAs',
    required: false,
    enum: AGENCIES_AS,
    description: 'tên cơ quan khi chuyển hay hiện nay',
  })
  @AsOfQuery()
  @ApiQuery({ name: 'at', required: false, description: 'thời điểm đánh giá kèm múi giờ; mặc định: hiện nay' })
  @ApiQuery({ name: 'proof', required: false, description: 'false: không kèm mã băm và lịch' })
  @AtLeastQuery()
  flows(@Asking() caller: Caller, @Query() query: RawQuery) {
    const past = { asOf: words('asOf', query['asOf']), at: words('at', query['at']) };
    const proof = yesOrNo('proof', query['proof']) ?? true;
    const atLeast = words('atLeast', query['atLeast']);
    const subtrees = yesOrNo('subtrees', query['subtrees']) ?? false;
    return this.queries.execute(new AskFlows(caller, flowFilter(query), { ...past, proof }, subtrees, atLeast));
  }
}
