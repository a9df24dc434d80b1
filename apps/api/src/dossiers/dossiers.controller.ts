import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { maskedFor, type Reading } from '#access';
import { CatalogueFeed, type Answer, type Caller, type LoadedDossier } from '#handling';
import { REGISTER_ORDERS } from '#reports';
import { taken } from '../input.js';
import { CommandEndpoint } from '../openapi/command-endpoint.js';
import { words } from '../query-input.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { AskRegister, CountRegister } from './ask-register.js';
import { AskResponsibility } from './ask-responsibility.js';
import { AskTimeline } from './ask-timeline.js';
import { commandRoutes, pathOf, receiveShape, submitShape, type CommandRoute } from './command-routes.js';
import { DecideDossier } from './decide-dossier.js';
import { dossierView, receiptOf } from './dossier-view.js';
import { FindDossier } from './find-dossier.js';
import { givenBy, requestBy, type RawHeaders } from './given.js';
import { AtLeastQuery, FilterQuery, registerFilter, registerPage, type RawQuery } from './register-input.js';

/** Hồ sơ: what is done at the desks, and what the log says of a dossier. */
@ApiTags('Hồ sơ')
@Controller('dossiers')
export class DossiersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly catalogue: CatalogueFeed,
  ) {}

  @May('ReceiveDossier')
  @Post()
  @CommandEndpoint('Tiếp nhận hồ sơ tại quầy, hoặc hồ sơ đã nộp (dossierId)', receiveShape)
  receive(@Asking() caller: Caller, @Headers() headers: RawHeaders, @Body() body: unknown): Promise<Answer> {
    const { effectiveAt, lateReason, ...asked } = taken(receiveShape, body);
    const given = givenBy(headers, { effectiveAt, lateReason });
    return this.commands.execute(new DecideDossier(caller, given, { is: 'receive', body: asked }));
  }

  @May('SubmitDossier')
  @Post('submissions')
  @CommandEndpoint('Nộp hồ sơ trực tuyến hoặc qua bưu chính', submitShape)
  submit(@Asking() caller: Caller, @Headers() headers: RawHeaders, @Body() body: unknown): Promise<Answer> {
    const { effectiveAt, lateReason, ...asked } = taken(submitShape, body);
    const given = givenBy(headers, { effectiveAt, lateReason });
    return this.commands.execute(new DecideDossier(caller, given, { is: 'submit', body: asked }));
  }

  @May('search-dossiers')
  @Get()
  @ApiOperation({ summary: 'Sổ theo dõi hồ sơ: tìm, lọc và lật trang' })
  @FilterQuery()
  @ApiQuery({ name: 'order', required: false, enum: REGISTER_ORDERS })
  @ApiQuery({ name: 'limit', required: false, description: '1 đến 100; mặc định 20' })
  @ApiQuery({ name: 'after', required: false, description: 'next của trang trước' })
  search(@Asking() caller: Caller, @Query() query: RawQuery) {
    const atLeast = words('atLeast', query['atLeast']);
    return this.queries.execute(new AskRegister(caller, registerFilter(query), registerPage(query), atLeast));
  }

  @May('search-dossiers')
  @Get('counts')
  @ApiOperation({ summary: 'Số hồ sơ theo trạng thái, với cùng bộ lọc' })
  @FilterQuery()
  counts(@Asking() caller: Caller, @Query() query: RawQuery) {
    return this.queries.execute(new CountRegister(caller, registerFilter(query), words('atLeast', query['atLeast'])));
  }

  @May('read-dossier')
  @Get(':dossier')
  @ApiOperation({ summary: 'Hồ sơ theo mã hoặc id, với lời giải thích ngày hẹn trả' })
  async show(@Asking() caller: Caller, @Param('dossier') dossier: string) {
    return maskedFor(caller.actor.role, dossierView(await this.find(caller, 'read-dossier', dossier)));
  }

  @May('read-timeline')
  @Get(':dossier/timeline')
  @ApiOperation({ summary: 'Dòng thời gian: mọi việc đã xảy ra, và vì sao có ngày hẹn trả ấy' })
  @AtLeastQuery()
  timeline(@Asking() caller: Caller, @Param('dossier') dossier: string, @Query('atLeast') atLeast: unknown) {
    return this.queries.execute(new AskTimeline(caller, dossier, words('atLeast', atLeast)));
  }

  @May('read-responsibility')
  @Get(':dossier/responsibility')
  @ApiOperation({ summary: 'Sổ trách nhiệm: ai giữ hồ sơ từng phút làm việc, và ai quá hạn mức nào' })
  @AtLeastQuery()
  responsibility(@Asking() caller: Caller, @Param('dossier') dossier: string, @Query('atLeast') atLeast: unknown) {
    return this.queries.execute(new AskResponsibility(caller, dossier, words('atLeast', atLeast)));
  }

  @May('print-receipt')
  @Get(':dossier/receipt')
  @ApiOperation({ summary: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)' })
  async receipt(@Asking() caller: Caller, @Param('dossier') dossier: string) {
    const nameOf = (agency: string) => this.catalogue.view.findAgency(agency)?.name ?? null;
    return receiptOf(await this.find(caller, 'print-receipt', dossier), nameOf);
  }

  /** What every route of `commandRoutes` does. */
  async give(
    route: CommandRoute,
    caller: Caller,
    headers: RawHeaders,
    dossier: string,
    body: unknown,
  ): Promise<Answer> {
    const { given, request } = requestBy(route, headers, body);
    return this.commands.execute(new DecideDossier(caller, given, { is: 'give', dossier, request }));
  }

  private find(caller: Caller, reading: Reading, idOrCode: string): Promise<LoadedDossier> {
    return this.queries.execute(new FindDossier(caller, reading, idOrCode));
  }
}

/** One route per command that a person may give, from the table: `POST /dossiers/:dossier/request-supplement`. */
for (const route of commandRoutes) {
  const name = `give${route.type}`;
  const { prototype } = DossiersController;
  const method: PropertyDescriptor = {
    configurable: true,
    value(this: DossiersController, caller: Caller, headers: RawHeaders, dossier: string, body: unknown) {
      return this.give(route, caller, headers, dossier, body);
    },
  };
  Object.defineProperty(prototype, name, method);
  May(route.type)(prototype, name, method);
  Asking()(prototype, name, 0);
  Headers()(prototype, name, 1);
  Param('dossier')(prototype, name, 2);
  Body()(prototype, name, 3);
  Post(`:dossier/${pathOf(route.type)}`)(prototype, name, method);
  HttpCode(200)(prototype, name, method);
  CommandEndpoint(route.vi, route.shape)(prototype, name, method);
}
