import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOwnProcess, type Needed } from '../own-process.js';
import { oncePerBench, type Bench, type Scenario } from '../scenario.js';

const LINES = 100_000;
const MOST_SECONDS = 60;
const MOST_MB = 150;
const FILE = join(import.meta.dirname, 'process.js');

interface Measurements {
  readonly workbook: Needed;
  readonly text: Needed;
}

async function measure({ environment }: Bench): Promise<Measurements> {
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-lists-'));
  try {
    const written = (what: string) => inOwnProcess(FILE, [what, join(folder, what), String(LINES)], environment);
    return { workbook: await written('list'), text: await written('text') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const once = oncePerBench(measure);
const most = ({ firstHalf, secondHalf }: Needed) => Math.max(firstHalf, secondHalf);

/** A long list of dossiers as an .xlsx: what it needs does not grow with the list. */
export const listScenarios: readonly Scenario[] = [
  {
    name: 'a list of 100,000 dossiers as .xlsx, within a minute',
    unit: 's',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: (await once(bench)).workbook.seconds, limit: MOST_SECONDS }),
  },
  {
    name: 'memory of a list of 100,000 dossiers as .xlsx',
    unit: 'MB',
    better: 'less',
    atLeast: 1,
    run: async (bench) => ({ ours: most((await once(bench)).workbook), limit: MOST_MB }),
  },
  {
    name: 'memory of a list as .xlsx, against the same as bare text',
    unit: 'MB',
    better: 'less',
    atLeast: 0.8,
    run: async (bench) => {
      const { workbook, text } = await once(bench);
      return { ours: most(workbook), limit: most(text) };
    },
  },
];
