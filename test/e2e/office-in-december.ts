import { DEMO_PASSWORD } from '#access';
import { marriage, runningOffice, type RunningOffice } from './running-office.js';

/** An office in December with one dossier of November that runs late, and the leader of its province. */
export interface OfficeInDecember {
  readonly office: RunningOffice;
  readonly code: string;
  /** Of its reception. */
  readonly position: string;
}

export async function officeInDecember(): Promise<OfficeInDecember> {
  const office = await runningOffice();
  const chairman = { name: 'chutich', role: 'leader', agency: 'H27' } as const;
  await office.installation.accounts.create(chairman, DEMO_PASSWORD);
  const { body } = await office.post('/dossiers', marriage);
  await office.elapse('2026-12-10T02:00:00.000Z');
  return { office, code: body.code, position: body.position };
}
