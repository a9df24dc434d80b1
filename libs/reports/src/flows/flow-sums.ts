import type { Instant } from '#kernel';
import type { Flow, FlowStatus } from './flow.js';
import { edgesShown, type FlowEdge, type FlowFigures, type FoundFlows, type Spread } from './flows.query.js';

interface Edge extends Pick<FlowEdge, 'from' | 'to' | 'procedure'> {
  readonly key: string;
  readonly flows: Flow[];
}

/** Adds transfers up by edge and in all, as the query over the rows does. */
export class FlowSums {
  private readonly edges = new Map<string, Edge>();
  private readonly all: Flow[] = [];

  /** @param at the instant at which what is open is late or not */
  constructor(private readonly at: Instant) {}

  add([from, to]: readonly [from: string, to: string], procedure: string, flow: Flow): void {
    const key = [from, to, procedure].join('\n');
    const edge = this.edges.get(key) ?? { key, from, to, procedure, flows: [] };
    this.edges.set(key, edge);
    edge.flows.push(flow);
    this.all.push(flow);
  }

  told(): Pick<FoundFlows, 'edges' | 'cut' | 'total'> {
    const edges = [...this.edges.values()]
      .toSorted((a, b) => b.flows.length - a.flows.length || (a.key < b.key ? -1 : 1))
      .map(({ from, to, procedure, flows }) => ({ from, to, procedure, ...figuresOf(flows, this.at) }));
    return { ...edgesShown(edges), total: figuresOf(this.all, this.at) };
  }
}

function figuresOf(flows: readonly Flow[], at: Instant): FlowFigures {
  const of = (status: FlowStatus) => flows.filter((flow) => flow.status === status).length;
  const [accepted, returned, lapsed] = [of('accepted'), of('returned'), of('lapsed')];
  return {
    ...{ sent: flows.length, accepted, returned, inTransit: flows.length - accepted - returned, lapsed },
    late: flows.filter(({ late, lateAfter }) => late ?? (lateAfter !== null && lateAfter < at)).length,
    transit: spreadOf(flows.flatMap(({ transitMinutes }) => transitMinutes ?? [])),
    held: spreadOf(flows.flatMap(({ heldMinutes }) => heldMinutes ?? [])),
  };
}

function spreadOf(minutes: readonly number[]): Spread {
  const sorted = minutes.toSorted((a, b) => a - b);
  const rank = (part: number, of: number) => sorted[Math.ceil((sorted.length * part) / of) - 1] ?? null;
  return { median: rank(1, 2), p90: rank(9, 10) };
}
