import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pool } from 'pg';
import { KeyVault, MasterKeys } from '#access';
import { signingKeyFrom, WrongConfiguration, type Configuration } from './configuration.js';

const KEYS_FOLDER = 'keys';

/** The master key of the environment, or that of a file; made where neither is and the vault holds nothing yet. */
export async function masterKeys(config: Configuration, pool: Pool): Promise<MasterKeys> {
  const file = config.masterKeyFile ?? join(config.dataDir, KEYS_FOLDER, 'master.key');
  const text =
    config.masterKey ?? contentOf(file) ?? ((await KeyVault.isEmpty(pool)) ? made(file, MasterKeys.generate) : null);
  if (text === null)
    throw new WrongConfiguration([
      `the vault holds keys, and their master key is neither in MASTER_KEY nor in ${file}`,
    ]);
  return MasterKeys.parse(text);
}

/** The Ed25519 key that signs the ledger, of the environment or of a file; made where neither is. */
export function signingKey(config: Configuration): KeyObject {
  const file = config.signingKeyFile ?? join(config.dataDir, KEYS_FOLDER, 'ledger.pem');
  const key =
    config.signingKey === null
      ? createPrivateKey(contentOf(file) ?? made(file, newSigningKey))
      : signingKeyFrom(config.signingKey);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new WrongConfiguration(['the key of the ledger must be an Ed25519 key']);
  return key;
}

const newSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Another process may make it at the same moment: whichever stands first, whole, counts. */
function made(file: string, make: () => string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, `${make().trimEnd()}\n`, { mode: 0o600, flush: true });
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
