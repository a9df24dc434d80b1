import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rights, scopeOf, seesAgency, type Asker, type Scope } from '#access';
import type { CatalogueView } from '#catalogue';
import { CatalogueFeed } from '#handling';
import { Clock, EventStore, Refusal, type Instant, type Position } from '#kernel';
import { Checkpoints, projectionHealth } from '#read-store';
import {
  catalogueAt,
  ClosingsOf,
  NO_SIGNERS,
  earlier,
  EVERYTHING,
  isOfDossiers,
  ofDossiers as mustBeOfDossiers,
  evaluationInstant,
  periodOf,
  positionOf,
  standingsReach,
  type AnyFigure,
  type FigureGround,
  type Grouping,
  type Signers,
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
  readonly group?: string;
}

/** From where somebody sees a report. */
export interface ReportView {
  readonly now: Instant;
  /** As it was known at the position asked for, or is now. */
  readonly catalogue: CatalogueView;
  /** What was asked for; undefined: all that is known. */
  readonly position: Position | undefined;
  /** As far as dossiers were followed, and the catalogue as it was then. */
  readonly ofDossiers: { readonly asOf: Position | null; readonly catalogue: CatalogueView };
  readonly scope: Scope;
  /** Those asked for that are within the mandate; null: all there are. */
  readonly agencies: readonly string[] | null;
  /** Whose signature they would bear: the agency that was asked for, or whose mandate it is. */
  readonly signers: Signers;
  readonly readModel: Lag;
}

/** How far the read model was behind the log before it was looked at: what is told has all that this says, or more. */
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

  /** @throws Refusal `invalid-input`, `unknown-agency`, `not-allowed` of an agency beyond the mandate, `read-model-behind` */
  async of(asker: Asker, { agency, asOf, atLeast }: ReportWanted): Promise<ReportView> {
    scopeOf(asker, 'read-figures', this.feed.view); // nobody waits for a refusal
    if (atLeast !== undefined) await this.checkpoints.waitFor('outcomes', atLeast);
    const readModel = await this.lag();
    const scope = scopeOf(asker, 'read-figures', this.feed.view);
    const now = this.clock.now();
    const position = asOf === undefined ? undefined : await positionOf(this, asOf, now);
    const catalogue = await this.catalogueAt(position ?? EVERYTHING);
    if (agency !== undefined && catalogue.findAgency(agency) === undefined)
      throw new Refusal('unknown-agency', null, { agency });
    if (agency !== undefined && !seesAgency(scope, agency))
      throw new Refusal('not-allowed', null, { right: 'read-figures', agency });
    const reached = earlier(position ?? EVERYTHING, await standingsReach(this.db));
    const ofDossiers = { asOf: reached, catalogue: await this.catalogueAt(reached) };
    const wanted = agency === undefined ? null : ofDossiers.catalogue.subtreeOf(agency);
    const mine = scope.is === 'all' ? null : scope.is === 'involving' ? scope.agencies : [];
    const agencies = mine === null ? wanted : (wanted?.filter((one) => mine.includes(one)) ?? mine);
    const signers = this.signersFor(asker, scope, agency);
    return { now, catalogue, position, ofDossiers, scope, agencies, signers, readModel };
  }

  /**
   * Who signs for an agency with those below it, as far as somebody may be told: a closing of those in their scope; whoever
   * signs for it themselves, of those too that have left it since. @param agency the one whose mandate it is by default
   */
  signersFor(asker: Asker, scope: Scope, agency: string | undefined): Signers {
    const of = agency ?? (scope.is === 'involving' ? asker.agency : null);
    if (of === null || scope.is === 'filed-by') return NO_SIGNERS;
    if (scope.is === 'all') return { signers: [of], seen: null };
    if (!this.feed.view.subtreeOf(of).every((one) => seesAgency(scope, one))) return NO_SIGNERS;
    const isOwn = of === asker.agency && Object.hasOwn(rights.ClosePeriod, asker.role);
    return { signers: [of], seen: isOwn ? null : scope.agencies };
  }

  /** Who signs figures as they are seen. */
  closingsOf({ catalogue, signers, agencies, position }: ReportView): ClosingsOf {
    return new ClosingsOf(this.store, catalogue, signers, { agencies, asOf: position ?? null });
  }

  /** The one in memory, where nothing in it is of later. */
  catalogueAt(position: Position | null): Promise<CatalogueView> | CatalogueView {
    return position !== null && this.feed.reached <= position ? this.feed.view : catalogueAt(this.store, position);
  }

  /**
   * From what a figure is told. What stands beside the dossiers belongs to the province as a whole.
   * @throws Refusal `not-allowed` where that is more than a mandate, `invalid-input` where it is asked for in parts
   */
  groundOf(
    definition: AnyFigure,
    { period, at, by, withSubtrees, group, agency }: FigureWanted,
    view: ReportView,
  ): FigureGround {
    const { db, store, clock } = this;
    const { now, catalogue, position, ofDossiers, agencies } = view;
    const ground = { db, store, now, clock };
    const days = {
      period: periodOf(period, now),
      ...(at === undefined ? {} : { at: evaluationInstant(at, now) }),
    };
    if (isOfDossiers(definition)) {
      const asked = {
        ...days,
        ...(by === undefined ? {} : { by }),
        ...(withSubtrees === true ? { withSubtrees } : {}),
        ...(group === undefined ? {} : { group }),
        ...(agencies === null ? {} : { agencies }),
        ...(ofDossiers.asOf === null ? {} : { asOf: ofDossiers.asOf }),
      };
      return { ...ground, catalogue: ofDossiers.catalogue, asked };
    }
    if (by !== undefined || agency !== undefined) mustBeOfDossiers(definition);
    if (!seesProvince(view))
      throw new Refusal('not-allowed', null, { right: 'read-figures', figure: definition.name, of: 'the province' });
    return { ...ground, catalogue, asked: { ...days, ...(position === undefined ? {} : { asOf: position }) } };
  }

  /** Of the read models that tell it: of the one that is furthest behind. */
  async lag(of: readonly string[] = ['outcomes']): Promise<Lag> {
    const health = (await projectionHealth(this.db)).filter(({ projection }) => of.includes(projection));
    const behind = health.map(({ secondsBehind }) => secondsBehind);
    return {
      caughtUp: health.length === of.length && health.every(({ caughtUp }) => caughtUp),
      secondsBehind: behind.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0),
    };
  }
}

/** Whether the whole province is somebody's to look after: its committee with all that is below. */
export const seesProvince = ({ scope, catalogue }: Pick<ReportView, 'scope' | 'catalogue'>): boolean =>
  scope.is === 'all' ||
  catalogue
    .allAgencies()
    .some(
      ({ code }) => catalogue.leadsProvince(code) && catalogue.subtreeOf(code).every((one) => seesAgency(scope, one)),
    );
