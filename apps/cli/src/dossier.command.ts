import { Command } from 'commander';
import { caseOf, dossierEvents, type RecordedDossierEvent } from '#dossier';
import type { LoadedDossier } from '#handling';
import { inVietnam } from '#kernel';
import { sentences, traceOf } from '#working-time';
import { onInstallation } from './opening.js';
import { reasonOption, recorded } from './operator.js';

/** Hồ sơ theo mã: straight from the log, without the read side. */
export const dossierCommand = new Command('dossier')
  .description('shows a dossier straight from the log: where it stands, why its due date is what it is, what happened')
  .argument('<code>', 'e.g. H27.118-261120-0001')
  .addOption(reasonOption())
  .option('--json', 'print it as JSON')
  .action(async (code: string, { json, reason }: { readonly json?: boolean; readonly reason?: string }) => {
    const loaded = await onInstallation((installation) =>
      recorded(installation, { what: 'read-dossier', door: 'dossier', asked: code, reason }, () =>
        installation.desk.findByCode(code),
      ),
    );
    console.log(json === true ? JSON.stringify(asData(loaded)) : readable(code, loaded));
  });

const asData = ({ dossierId, state, history }: LoadedDossier) => ({
  dossierId,
  status: state.situation.is,
  revision: state.revision,
  dates: caseOf(state)?.dates ?? null,
  events: history,
});

function readable(code: string, { dossierId, state, history }: LoadedDossier): string {
  const file = caseOf(state);
  return [
    `${code}  ${state.situation.is}  (${dossierId})`,
    ...(file === null
      ? []
      : [
          `Hẹn trả lần đầu     ${inVietnam(file.dates.first)}`,
          `Hạn theo luật       ${inVietnam(file.dates.lawful)}`,
          `Hạn đang áp dụng    ${inVietnam(file.dates.current)}`,
          ...sentences(traceOf(file.due.trace)).map((sentence) => `  ${sentence}`),
        ]),
    '',
    ...history.map(lineOf),
  ].join('\n');
}

function lineOf({ revision, type, meta }: RecordedDossierEvent): string {
  const late = meta.effectiveAt === meta.recordedAt ? '' : `, nhập ${inVietnam(meta.recordedAt)}`;
  return `${String(revision).padStart(3)}  ${inVietnam(meta.effectiveAt)}  ${dossierEvents[type].vi}  [${meta.actor.id}${late}]`;
}
