import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { scopeOf, seesAgency, type Asker, type Scope } from '#access';
import type { CatalogueView } from '#catalogue';
import { CatalogueFeed } from '#handling';
import { Clock, EventStore, Refusal, type Instant, type Position } from '#kernel';
import { Checkpoints, projectionHealth } from '#read-store';
import {
  catalogueAt,
  isOfDossiers,
  ofDossiers,
  evaluationInstant,
  periodOf,
  positionOf,
  type AnyFigure,
  type FigureGround,
  type Grouping,
} from '#reports';

/** Of whom, and as it was known when. */
export interface ReportWanted {
  readonly agency?: string;
  /** A position of the log, or an instant. */
  readonly asOf?: string;
  /** What the read model must have reached. */
  readonly atLeast?: Position;
}

/** What is asked of a figure, as it came. */
export interface FigureWanted extends ReportWanted {
  readonly period: string;
  readonly at?: string;
  readonly by?: Grouping;
  readonly withSubtrees?: boolean;
}

/** From where somebody sees a report. */
export interface ReportView {
  readonly now: Instant;
  readonly catalogue: CatalogueView;
  readonly position: Position | undefined;
  readonly scope: Scope;
  /** Those asked for that are within the mandate; null: all there are. */
  readonly agencies: readonly string[] | null;
}

/** How far the read model was behind the log when it answered. */
export interface Lag {
  readonly caughtUp: boolean;
  readonly secondsBehind: number | null;
}

/** Báo cáo trong phạm vi phụ trách: reports are of the dossiers that are decided within one's mandate. */
@Injectable()
export class ReportViews {
  constructor(
    readonly db: DataSource,
    readonly store: EventStore,
    private readonly feed: CatalogueFeed,
    private readonly checkpoints: Checkpoints,
    readonly clock: Clock,
  ) {}

  /** @throws Refusal `invalid-input`, `unknown-agency`, `read-model-behind` */
  async of(asker: Asker, { agency, asOf, atLeast }: ReportWanted): Promise<ReportView> {
    const scope = scopeOf(asker, 'read-figures', this.feed.view);
    const position = asOf === undefined ? undefined : await positionOf(this, asOf);
    const catalogue = position === undefined ? this.feed.view : await catalogueAt(this.store, position);
    if (agency !== undefined && catalogue.findAgency(agency) === undefined)
      throw new Refusal('unknown-agency', null, { agency });
    const wanted = agency === undefined ? null : catalogue.subtreeOf(agency);
    const mine = scope.is === 'all' ? null : scope.is === 'involving' ? scope.agencies : [];
    const agencies = mine === null ? wanted : (wanted?.filter((one) => mine.includes(one)) ?? mine);
    if (atLeast !== undefined) await this.checkpoints.waitFor('outcomes', atLeast);
    return { now: this.clock.now(), catalogue, position, scope, agencies };
  }

  /**
   * From what a figure is told. What stands beside the dossiers belongs to the province as a whole.
   * @throws Refusal `not-allowed` where that is more than a mandate, `invalid-input` where it is asked for in parts
   */
  groundOf(
    definition: AnyFigure,
    { period, at, by, withSubtrees, agency }: FigureWanted,
    view: ReportView,
  ): FigureGround {
    const { db, store, clock } = this;
    const { now, catalogue, position, agencies } = view;
    const ground = { db, store, catalogue, now, clock };
    const known = {
      period: periodOf(period, now),
      ...(at === undefined ? {} : { at: evaluationInstant(at, now) }),
      ...(position === undefined ? {} : { asOf: position }),
    };
    if (isOfDossiers(definition)) {
      const parts = {
        ...(by === undefined ? {} : { by }),
        ...(withSubtrees === true ? { withSubtrees } : {}),
        ...(agencies === null ? {} : { agencies }),
      };
      return { ...ground, asked: { ...known, ...parts } };
    }
    if (by !== undefined || agency !== undefined) ofDossiers(definition);
    if (!seesProvince(view))
      throw new Refusal('not-allowed', null, { right: 'read-figures', figure: definition.name, of: 'the province' });
    return { ...ground, asked: known };
  }

  async lag(of = 'outcomes'): Promise<Lag> {
    const health = (await projectionHealth(this.db)).find(({ projection }) => projection === of);
    const { caughtUp = false, secondsBehind = null } = health ?? {};
    return { caughtUp, secondsBehind };
  }
}

/** Whether the whole province is somebody's to look after: its committee with all that is below. */
export const seesProvince = ({ scope, catalogue }: Pick<ReportView, 'scope' | 'catalogue'>): boolean =>
  scope.is === 'all' ||
  catalogue
    .allAgencies()
    .some(
      ({ code, level, kind }) =>
        level === 'province' &&
        kind === 'peoples-committee' &&
        catalogue.subtreeOf(code).every((one) => seesAgency(scope, one)),
    );
