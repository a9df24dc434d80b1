import { createPrivateKey, type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { MasterKeys } from '#access';
import { bounds, type Bounds } from './bounds.js';
import { identityConfiguration, type IdentityConfiguration } from './identity-configuration.js';
import { paperConfiguration, type PaperConfiguration } from './paper-configuration.js';

/** What an installation needs to know of its surroundings, from the environment. */
export interface Configuration extends Bounds {
  readonly port: number;
  readonly host: string;
  /** Where the embedded PostgreSQL lives. */
  readonly dataDir: string;
  /** The read store; null: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null;
  /** The log; null: on the read store's server. */
  readonly eventStoreUrl: string | null;
  readonly logLevel: LogLevel;
  /** Khóa chủ: wraps the keys of dossiers; null: that of `masterKeyFile`. */
  readonly masterKey: string | null;
  /** Null: `keys/master.key` under `dataDir`. */
  readonly masterKeyFile: string | null;
  /** Signs the ledger, PKCS #8 in base64; null: that of `signingKeyFile`. */
  readonly signingKey: string | null;
  /** Null: `keys/ledger.pem` under `dataDir`. */
  readonly signingKeyFile: string | null;
  /** How often the ledger seals; a day's events once it is over by default, more often also those of today. */
  readonly ledgerEveryMinutes: number;
  /** `smtp://…`: holders of duties are told by e-mail; null: they see their list. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly identity: IdentityConfiguration;
  /** Thời hạn lưu trữ: for so many days after its last event a dossier's applicant is not erased. */
  readonly retentionDays: number;
  readonly papers: PaperConfiguration;
}

const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const DAY_MINUTES = 1_440;
/** Ten years: no text gives one period for every procedure, and what was erased too early never comes back. */
const RETENTION_DAYS = 3_653;
const LONGEST_RETENTION_DAYS = 36_525;
const READ_STORES = ['postgres:', 'postgresql:'];
const EVENT_STORES = [...READ_STORES, 'esdb:', 'esdb+discover:', 'kurrentdb:', 'kurrentdb+discover:'];
const HOST = /^(?:\[[0-9a-f:]+\]|[0-9a-z](?:[0-9a-z.:-]*[0-9a-z])?)$/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be: every variable that is wrong, and how. */
export class WrongConfiguration extends Error {
  constructor(readonly wrongs: readonly string[]) {
    super(wrongs.join('\n'));
    this.name = 'WrongConfiguration';
  }
}

/** Reads and checks the environment; an empty variable is one that is not set. @throws WrongConfiguration */
export function configuration(env: Environment, defaults: { readonly logLevel: LogLevel }): Configuration {
  const wrongs: string[] = [];
  const read = (name: string): string | null => (env[name]?.trim() ? env[name].trim() : null);
  const checked = <T>(name: string, parse: (value: string) => T | null, expected: string, otherwise: T): T => {
    const value = read(name);
    const parsed = value === null ? otherwise : parse(value);
    // A URL may hold a password: what was given is not repeated.
    if (parsed === null && value !== null) wrongs.push(`${name} must be ${expected}`);
    return parsed ?? otherwise;
  };
  const config: Configuration = {
    port: checked('PORT', portOf, 'a whole number from 0 to 65535', 3000),
    host: checked('HOST', (value) => (HOST.test(value) ? value : null), 'a host name or an IP address', '127.0.0.1'),
    dataDir: resolve(read('DATA_DIR') ?? '.data'),
    databaseUrl: checked<string | null>('DATABASE_URL', urlOf(READ_STORES), 'postgres://user:password@host/name', null),
    eventStoreUrl: checked<string | null>('EVENT_STORE_URL', urlOf(EVENT_STORES), 'esdb://… or postgres://…', null),
    logLevel: checked('LOG_LEVEL', logLevelOf, `one of ${LOG_LEVELS.join(', ')}`, defaults.logLevel),
    masterKey: checked<string | null>('MASTER_KEY', masterKeyOf, 'one or more keys of 32 bytes in base64', null),
    masterKeyFile: read('MASTER_KEY_FILE'),
    signingKey: checked<string | null>('SIGNING_KEY', signingKeyOf, 'an Ed25519 private key, PKCS #8 in base64', null),
    signingKeyFile: read('SIGNING_KEY_FILE'),
    ledgerEveryMinutes: checked(
      'LEDGER_EVERY_MINUTES',
      minutesOf,
      `whole minutes from 1 to ${DAY_MINUTES}`,
      DAY_MINUTES,
    ),
    smtpUrl: checked<string | null>('SMTP_URL', urlOf(['smtp:', 'smtps:']), 'smtp://user:password@host:port', null),
    mailFrom: checked('MAIL_FROM', addressOf, 'an e-mail address', 'dung-hen@localhost'),
    ...bounds(checked),
    identity: identityConfiguration(read, (name, expected) => wrongs.push(`${name} must be ${expected}`)),
    retentionDays: checked('RETENTION_DAYS', daysOf, `whole days from 1 to ${LONGEST_RETENTION_DAYS}`, RETENTION_DAYS),
    papers: paperConfiguration(read, checked, wrongs),
  };
  if (wrongs.length > 0) throw new WrongConfiguration(wrongs);
  return config;
}

const minutesOf = (value: string): number | null => {
  const minutes = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return minutes >= 1 && minutes <= DAY_MINUTES ? minutes : null;
};

const ADDRESS = /^[^\s@<>"',;:]{1,64}@[^\s@<>"',;:]{1,190}$/;

/** An e-mail address that bears nothing but itself. */
export const addressOf = (value: string): string | null => (ADDRESS.test(value) ? value : null);

const daysOf = (value: string): number | null => {
  const days = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  return days >= 1 && days <= LONGEST_RETENTION_DAYS ? days : null;
};

const portOf = (value: string): number | null =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : null;

const logLevelOf = (value: string): LogLevel | null => LOG_LEVELS.find((level) => level === value) ?? null;

const masterKeyOf = (value: string): string | null => {
  try {
    MasterKeys.parse(value);
    return value;
  } catch {
    return null;
  }
};

/** A private key as an environment variable holds it: PKCS #8 in base64, without lines. @throws for anything else */
export const signingKeyFrom = (value: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs8' });

const signingKeyOf = (value: string): string | null => {
  try {
    return signingKeyFrom(value).asymmetricKeyType === 'ed25519' ? value : null;
  } catch {
    return null;
  }
};

const urlOf = (schemes: readonly string[]) => (value: string) => {
  const scheme = /^([a-z+]+:)\/\/[^/\s]/.exec(value)?.[1];
  const readable = !READ_STORES.includes(scheme ?? '') || URL.canParse(value);
  return scheme !== undefined && schemes.includes(scheme) && !/\s/.test(value) && readable ? value : null;
};
