import { mutation } from './settings.js';

/**
 * With what is signed of them and how goals are met. Without what reads a database or a log, what adds up for one, the workbooks
 * that a list is written to, and the course, which the ledger's tests know.
 */
export default mutation('figures', {
  folders: ['libs/reports/src/figures', 'libs/reports/src/outcome', 'libs/reports/src/course', 'libs/oversight/src'],
  except: [
    'libs/reports/src/**/*.{query,storage,projection}.ts',
    'libs/reports/src/figures/{any-figure,*-at,tally}.ts',
    'libs/reports/src/outcome/kept-changes.ts',
    'libs/reports/src/course/{course,sent}.fold.ts',
    'libs/reports/src/figures/{list,sums}/**',
    'libs/oversight/src/{external-list.decider,inspection.decider,oversight-log,oversight.codec,oversight.events,targets.decider}.ts',
  ],
  withoutSpecs: ['/figures/list/'],
});
