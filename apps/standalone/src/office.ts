import { DEMO_ACCOUNTS, DEMO_PASSWORD, type Accounts } from '#access';
import { ServerClock, SmtpNotifier } from '#duties';
import { Signer } from '#inspection';
import { toldOf } from '#kernel';
import { openInstallation, publishShipped, signingKey, type Configuration, type Installation } from '#installation';
import { createApi } from '../../api/src/api.js';
import { closeGently } from '../../api/src/closing.js';
import { startWorker } from '../../worker/src/worker.js';

/** A running one-stop office in one process. */
export interface Office {
  readonly url: string;
  stop(): Promise<void>;
}

/** How the office speaks while it starts. */
export interface Voice {
  say(line: string): void;
  /** Progress of one part; the same part again replaces what was said of it. */
  progress(part: string, done: number, of: number): void;
}

const ACTOR = { id: 'first-start', role: 'administrator', agency: null } as const;

/** Log, read models, API and worker in one process, on an embedded PostgreSQL unless a database is configured. */
export async function startOffice(config: Configuration, voice: Voice): Promise<Office> {
  if (config.databaseUrl === null) voice.say(`Khởi động PostgreSQL trong ${config.dataDir}`);
  const installation = await openInstallation(config, 'own');
  const opened = [() => installation.close()];
  const stop = async (): Promise<void> => {
    for (let end = opened.pop(); end !== undefined; end = opened.pop()) await end();
  };
  try {
    const published = await publishShipped({ ...installation, actor: ACTOR }, (part, done, of) =>
      voice.progress(part, done, of),
    );
    const clock = await ServerClock.on(installation.db, installation.clock);
    opened.push(async () => clock.close());
    const notifier = config.smtpUrl === null ? null : new SmtpNotifier(config.smtpUrl, config.mailFrom);
    opened.push(async () => notifier?.close());
    opened.push(
      await startWorker({
        ...installation,
        clock,
        notifier,
        signer: new Signer(signingKey(config)),
        ledgerEveryMinutes: config.ledgerEveryMinutes,
        onTrouble: (part, error) => voice.say(trouble(part, error)),
        onReclassified: ({ dossierId, was, is, fields }) =>
          voice.say(
            `outcomes: ${dossierId} ${was.strict} → ${is.strict}, after rescheduling ${was.lenient} → ${is.lenient} (${fields.join(', ')})`,
          ),
      }),
    );
    const api = await createApi(installation, config);
    opened.push(() => closeGently(api, config));
    await api.listen(config.port, config.host);
    const url = await api.getUrl();
    const isDemo = config.identity.localAccounts && (config.databaseUrl === null || published > 0);
    const demo = isDemo ? await demoAccounts(installation.accounts) : null;
    voice.say(greeting(url, installation, demo));
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const trouble = (part: string, error: unknown) => `${part}: ${toldOf(error)}`;

/** Demo accounts are made where the database is the embedded one, and at the first start of another. */
async function demoAccounts(accounts: Accounts): Promise<readonly string[]> {
  await Promise.all(DEMO_ACCOUNTS.map((account) => accounts.create(account, DEMO_PASSWORD)));
  return DEMO_ACCOUNTS.map(({ name, role, agency }) => `  ${name.padEnd(14)} ${role.padEnd(18)} ${agency ?? '–'}`);
}

function greeting(url: string, { catalogue }: Installation, demo: readonly string[] | null): string {
  const procedures = catalogue.view.allProcedures();
  const receivable = procedures.filter(({ local }) => local !== undefined).length;
  return [
    '',
    `Đúng Hẹn đang chạy tại ${url}`,
    `  ${procedures.length} thủ tục, ${receivable} thủ tục có thể tiếp nhận hồ sơ`,
    `  Trang API: ${url}/docs`,
    `  Tình trạng: ${url}/health`,
    ...(demo === null ? [] : ['', `Tài khoản thử (mật khẩu ${DEMO_PASSWORD}):`, ...demo]),
    '',
    'Thử tiếp:',
    '  README.md, mục "First dossier in five minutes": tiếp nhận một hồ sơ và theo dõi đến khi trả kết quả',
    '  npm run -s cli -- simulate --dossiers 200 --seed 7   (đầy một văn phòng hồ sơ mô phỏng)',
    'Ctrl-C để dừng.',
  ].join('\n');
}
