import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { Accounts, Identities, Readings } from '#access';
import { Duties } from '#duties';
import { CatalogueFeed, DossierDesk } from '#handling';
import type { Bounds, Installation, LogLevel } from '#installation';
import { Clock, EventStore } from '#kernel';
import { PaperVault } from '#papers';
import { Checkpoints } from '#read-store';
import { Figures, Flows, Register, Responsibilities, Timelines } from '#reports';
import { AgenciesController } from './agencies/agencies.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { Closing } from './closing.js';
import { AskRegisterHandler, CountRegisterHandler } from './dossiers/ask-register.js';
import { AskResponsibilityHandler } from './dossiers/ask-responsibility.js';
import { AskTimelineHandler } from './dossiers/ask-timeline.js';
import { DecideDossierHandler } from './dossiers/decide-dossier.js';
import { DossiersController } from './dossiers/dossiers.controller.js';
import { FindDossierHandler } from './dossiers/find-dossier.js';
import { tagRevisions } from './dossiers/revision-tag.js';
import { boundQueries } from './fastify/bound-queries.js';
import { allowOrigins, secureHeaders } from './fastify/security-headers.js';
import { serverOptions } from './fastify/server-options.js';
import { Health } from './health/health.js';
import { HealthController } from './health/health.controller.js';
import { AskInspectionsHandler } from './inspections/ask-inspections.js';
import { InspectionsController } from './inspections/inspections.controller.js';
import { RecordInspectionHandler } from './inspections/record-inspection.js';
import { logRequests, StructuredLogger } from './logging.js';
import { serveDocs } from './openapi/openapi.js';
import { AskDutiesHandler } from './duties/ask-duties.js';
import { DutiesController } from './duties/duties.controller.js';
import { formsForPapersOnly } from './papers/forms-for-papers-only.js';
import { PapersController } from './papers/papers.controller.js';
import { StorePaperHandler } from './papers/store-paper.js';
import { AskPeriodHandler } from './periods/ask-period.js';
import { ClosePeriodHandler } from './periods/close-period.js';
import { PeriodsController } from './periods/periods.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ProblemsController } from './problems/problems.controller.js';
import { ProceduresController } from './procedures/procedures.controller.js';
import { AccountRateGuard } from './rates/account-rate.guard.js';
import { limitAddresses } from './rates/limit-addresses.js';
import { Rates } from './rates/rates.js';
import { AskReadingsHandler } from './readings/ask-readings.js';
import { ReadingsController } from './readings/readings.controller.js';
import { recordReadings } from './readings/record-readings.js';
import { AskFigureDossiersHandler, AskFigureHandler, ExplainFigureHandler } from './reports/ask-figure.js';
import { AskFlowsHandler } from './reports/ask-flows.js';
import { AskFormHandler } from './reports/ask-form.js';
import { AskGoalsHandler } from './reports/ask-goals.js';
import { ReportViews } from './reports/report-views.js';
import { ReportsController } from './reports/reports.controller.js';
import { SessionController } from './session/session.controller.js';
import { everyRouteHasARule } from './session/every-route-has-a-rule.js';
import { SessionGuard } from './session/session.guard.js';

/** What the HTTP shell stands on. */
export type Ground = Omit<Installation, 'databaseUrl' | 'close'>;

const CONTROLLERS = [
  SessionController,
  DossiersController,
  DutiesController,
  PapersController,
  ReportsController,
  InspectionsController,
  PeriodsController,
  ProceduresController,
  AgenciesController,
  CalendarController,
  ReadingsController,
  ProblemsController,
  HealthController,
];

@Module({})
class ApiModule {
  static on(ground: Ground, rates: Rates): DynamicModule {
    const { store, db, catalogue, accounts, identities, clock, desk, papers } = ground;
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: CONTROLLERS,
      providers: [
        { provide: EventStore, useValue: store },
        { provide: DataSource, useValue: db },
        { provide: Checkpoints, useValue: new Checkpoints(db) },
        { provide: Register, useValue: new Register(db) },
        { provide: Timelines, useValue: new Timelines(db) },
        { provide: Duties, useValue: new Duties(db) },
        { provide: Readings, useValue: new Readings(db) },
        { provide: Flows, useValue: new Flows(db) },
        { provide: Figures, useValue: new Figures(db) },
        { provide: Responsibilities, useValue: new Responsibilities(db) },
        { provide: CatalogueFeed, useValue: catalogue },
        { provide: Accounts, useValue: accounts },
        { provide: Identities, useValue: identities },
        { provide: Clock, useValue: clock },
        { provide: DossierDesk, useValue: desk },
        { provide: PaperVault, useValue: papers },
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_GUARD, useClass: AccountRateGuard },
        { provide: Rates, useValue: rates },
        { provide: APP_FILTER, useClass: ProblemFilter },
        DecideDossierHandler,
        FindDossierHandler,
        AskRegisterHandler,
        CountRegisterHandler,
        AskTimelineHandler,
        AskDutiesHandler,
        Closing,
        AskReadingsHandler,
        StorePaperHandler,
        AskResponsibilityHandler,
        AskFlowsHandler,
        AskFigureHandler,
        AskFigureDossiersHandler,
        ExplainFigureHandler,
        AskGoalsHandler,
        AskFormHandler,
        ReportViews,
        RecordInspectionHandler,
        AskInspectionsHandler,
        ClosePeriodHandler,
        AskPeriodHandler,
        Health,
      ],
    };
  }
}

/** What an operator decides of the shell. */
export type ApiOptions = Bounds & { readonly logLevel: LogLevel };

/** The HTTP shell, ready to listen. */
export async function createApi(ground: Ground, options: ApiOptions): Promise<NestFastifyApplication> {
  everyRouteHasARule(CONTROLLERS);
  const adapter = new FastifyAdapter({ ...serverOptions(options), multipart: true });
  const logger = new StructuredLogger(options.logLevel);
  const rates = new Rates(options, ground.db);
  const server = adapter.getInstance();
  logRequests(server, logger);
  secureHeaders(server, options);
  allowOrigins(server, options);
  limitAddresses(server, rates);
  boundQueries(server);
  tagRevisions(server);
  recordReadings(server, ground);
  formsForPapersOnly(server);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.on(ground, rates), adapter, { logger });
  serveDocs(app);
  await app.init();
  server.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
  await server.ready();
  return app;
}
