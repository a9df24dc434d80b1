import type { DataSource } from 'typeorm';
import type { CatalogueView } from '#catalogue';
import { startOf, type Clock, type Instant } from '#kernel';
import { isStillDue } from '../outcome/classes.js';
import {
  dossiersOfCode,
  earlier,
  inSnapshot,
  setAsideAt,
  standingOf,
  standingsReach,
  standingsWithin,
  FEW_LATER,
  type Past,
  type Within,
} from '../outcome/standings.query.js';
import type { FigureDefinition } from './definition.js';
import type { Counted, Explained, Figure, FigureAsked, FigureTable } from './figure.js';
import { endOf } from './period.js';
import { nowOrKept } from './sums/kept.js';
import { addFromSums } from './sums/sums.query.js';
import { sumOf, Tally } from './tally.js';

/** Chỉ tiêu: figures as they are, and as they were known to be at any past. */
export class Figures {
  /** @param fewLater how many versions may have become known after a past to look at each; more are found otherwise */
  constructor(
    private readonly db: DataSource,
    private readonly fewLater = FEW_LATER,
  ) {}

  /** @param catalogue as it was known at the position. @throws Refusal `store-unavailable` */
  async figure(
    definition: FigureDefinition,
    asked: FigureAsked,
    now: Instant,
    catalogue: CatalogueView,
  ): Promise<Figure> {
    const looked = await this.pastOf(asked, now);
    const counting = countingIn(looked.past, asked, catalogue)(definition);
    await this.count([counting], asked, looked);
    return counting.figure();
  }

  /** Several of them in one look at the dossiers. @throws Refusal `store-unavailable` */
  async figures(
    definitions: readonly FigureDefinition[],
    asked: FigureAsked,
    now: Instant,
    catalogue: CatalogueView,
  ): Promise<readonly Figure[]> {
    const looked = await this.pastOf(asked, now);
    const counting = definitions.map(countingIn(looked.past, asked, catalogue));
    await this.count(counting, asked, looked);
    return counting.map((one) => one.figure());
  }

  private async count(counting: readonly Counting[], asked: FigureAsked, { past, setAside }: Looked): Promise<void> {
    const unreceived = counting.some(({ definition }) => definition.unreceived === true);
    for await (const each of standingsWithin(this.db, past, setAside, this.within(unreceived, asked, past)))
      for (const { tally } of counting) tally.add(each);
    for (const stream of setAside) {
      const last = await standingOf(this.db, past, [idOf(stream)]);
      for (const { tally } of counting) tally.leaveOut(last);
    }
  }

  /**
   * The same without its proof, from sums that are kept: in no time however many dossiers there are. Where no sums tell what is
   * asked for, every dossier that can be in it is looked at.
   * @throws Refusal `store-unavailable`
   */
  async table(
    definition: FigureDefinition,
    asked: FigureAsked,
    clock: Clock,
    catalogue: CatalogueView,
  ): Promise<FigureTable> {
    const summed = await inSnapshot(this.db, async (tx): Promise<FigureTable | null> => {
      const position = earlier(asked.asOf, await standingsReach(tx));
      const setAside = await setAsideAt(tx, position);
      const now = await nowOrKept(tx, clock.now());
      const past = {
        position: position ?? '',
        at: asked.at ?? endOf(asked.period, now),
        ...{ setAside, fewLater: this.fewLater },
      };
      const tally = new Tally(definition, asked, catalogue, past.at);
      const wanted = { definition, asked, calendars: catalogue.calendars() };
      if (!(await addFromSums(tx, tally, wanted, past))) return null;
      for (const stream of setAside) tally.leaveOut(await standingOf(tx, past, [idOf(stream)]));
      return {
        certificate: {
          ...certified(definition, asked),
          ...{ evaluatedAt: past.at, asOf: position, quarantined: tally.setAside() },
        },
        total: tally.total(),
        groups: tally.groups(),
      };
    });
    return summed ?? this.figure(definition, asked, clock.now(), catalogue);
  }

  /** The dossiers that a figure is made of, by id, after one. @throws Refusal `store-unavailable` */
  async *dossiers(
    definition: FigureDefinition,
    asked: FigureAsked,
    now: Instant,
    catalogue: CatalogueView,
    after = '',
  ): AsyncGenerator<Counted> {
    const { past, setAside } = await this.pastOf(asked, now);
    const tally = new Tally(definition, asked, catalogue, past.at);
    for await (const each of standingsWithin(this.db, past, setAside, {
      ...this.within(definition.unreceived === true, asked, past),
      after,
    })) {
      const terms = sumOf(tally.counted(each.standing));
      if (terms !== null) yield { ...each, terms };
    }
  }

  /** What the dossiers of a code are in the figure, with where they stood. @throws Refusal `store-unavailable` */
  async explain(
    definition: FigureDefinition,
    asked: FigureAsked,
    code: string,
    now: Instant,
    catalogue: CatalogueView,
  ): Promise<readonly Explained[]> {
    const { past, setAside } = await this.pastOf(asked, now);
    const tally = new Tally(definition, asked, catalogue, past.at);
    const explained: Explained[] = [];
    for (const id of await dossiersOfCode(this.db, code)) {
      const found = await standingOf(this.db, past, [id]);
      if (found === undefined) continue;
      const quarantined = setAside.includes(`dossier-${id}`);
      const terms = quarantined ? {} : (sumOf(tally.counted(found.standing)) ?? {});
      const because = definition.because(found.standing, catalogue.calendars());
      explained.push({ ...found, terms, at: past.at, because, quarantined });
    }
    return explained;
  }

  /**
   * Còn đến hạn trong kỳ: how many run in time, by the lawful due date, and are due before the period is over; what may yet be
   * lost of it. @throws Refusal `store-unavailable`
   */
  async stillDue(asked: FigureAsked, now: Instant): Promise<number> {
    const { past, setAside } = await this.pastOf(asked, now);
    const agencies = asked.agencies === undefined ? null : new Set(asked.agencies);
    const running = { since: past.at, agencies: asked.agencies ?? null, unreceived: false, fewLater: this.fewLater };
    let dossiers = 0;
    for await (const { standing } of standingsWithin(this.db, past, setAside, running))
      if (isStillDue(standing, past.at, asked.period.to) && (agencies?.has(standing.agency ?? '') ?? true))
        dossiers += 1;
    return dossiers;
  }

  private async pastOf({ period, at, asOf }: FigureAsked, now: Instant): Promise<Looked> {
    const position = earlier(asOf, await standingsReach(this.db));
    const past: Past = { position, at: at ?? endOf(period, now) };
    return { past, setAside: await setAsideAt(this.db, position) };
  }

  /** A dossier adds nothing before it is received, with exceptions, and nothing once it has ended and come to nothing more. */
  private within(unreceived: boolean, { period, agencies }: FigureAsked, { at }: Past): Within {
    const begin = startOf(period.from);
    return { since: at < begin ? at : begin, agencies: agencies ?? null, unreceived, fewLater: this.fewLater };
  }
}

const certified = ({ name, version }: FigureDefinition, { period, agencies }: FigureAsked) => ({
  ...{ figure: name, definitionVersion: version, period },
  agencies: agencies?.toSorted() ?? null,
});

/** A moment of the read store that is looked at. */
interface Looked {
  readonly past: Past;
  readonly setAside: readonly string[];
}

/** A figure that is being counted. */
interface Counting {
  readonly definition: FigureDefinition;
  readonly tally: Tally;
  figure(): Figure;
}

const countingIn =
  (past: Past, asked: FigureAsked, catalogue: CatalogueView) =>
  (definition: FigureDefinition): Counting => {
    const tally = new Tally(definition, asked, catalogue, past.at);
    const figure = (): Figure => ({
      certificate: {
        ...certified(definition, asked),
        ...{ evaluatedAt: past.at, asOf: past.position, ...tally.proof(), quarantined: tally.setAside() },
      },
      total: tally.total(),
      groups: tally.groups(),
    });
    return { definition, tally, figure };
  };

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
