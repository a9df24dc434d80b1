import type { FlowStatus } from './flow.js';
import type { FlowLine } from './flow-line.js';
import { edgesShown, type FlowEdge, type FlowFigures, type FoundFlows, type Spread } from './flows.query.js';

interface Edge extends Pick<FlowEdge, 'from' | 'to' | 'procedure'> {
  readonly key: string;
  readonly lines: FlowLine[];
}

/** Adds transfers up by edge and in all, as the query over the rows does. */
export class FlowSums {
  private readonly edges = new Map<string, Edge>();
  private readonly all: FlowLine[] = [];

  add(line: FlowLine): void {
    const { from, to, procedure } = line;
    const key = [from, to, procedure].join('\n');
    const edge = this.edges.get(key) ?? { key, from, to, procedure, lines: [] };
    this.edges.set(key, edge);
    edge.lines.push(line);
    this.all.push(line);
  }

  told(): Pick<FoundFlows, 'edges' | 'cut' | 'total'> {
    const edges = [...this.edges.values()]
      .toSorted((a, b) => b.lines.length - a.lines.length || (a.key < b.key ? -1 : 1))
      .map(({ from, to, procedure, lines }) => ({ from, to, procedure, ...figuresOf(lines) }));
    return { ...edgesShown(edges), total: figuresOf(this.all) };
  }
}

function figuresOf(lines: readonly FlowLine[]): FlowFigures {
  const of = (status: FlowStatus) => lines.filter((line) => line.status === status).length;
  const [accepted, returned, lapsed] = [of('accepted'), of('returned'), of('lapsed')];
  return {
    ...{ sent: lines.length, accepted, returned, inTransit: lines.length - accepted - returned, lapsed },
    late: lines.filter(({ late }) => late).length,
    transit: spreadOf(lines.flatMap(({ transitMinutes }) => transitMinutes ?? [])),
    held: spreadOf(lines.flatMap(({ heldMinutes }) => heldMinutes ?? [])),
  };
}

function spreadOf(minutes: readonly number[]): Spread {
  const sorted = minutes.toSorted((a, b) => a - b);
  const rank = (part: number, of: number) => sorted[Math.ceil((sorted.length * part) / of) - 1] ?? null;
  return { median: rank(1, 2), p90: rank(9, 10) };
}
