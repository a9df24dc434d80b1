import { generateKeyPairSync } from 'node:crypto';
import { Command } from 'commander';
import { MasterKeys } from '#access';
import { Signer } from '#inspection';
import { signingKey } from '#installation';
import { configured, onInstallation } from '../opening.js';

const generate = new Command('generate')
  .description('prints a new master key and a new signing key, as the environment takes them')
  .action(() => {
    const { privateKey } = generateKeyPairSync('ed25519');
    console.log(`MASTER_KEY=${MasterKeys.generate()}`);
    console.log(`SIGNING_KEY=${privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')}`);
  });

const rotate = new Command('rotate')
  .description(
    "wraps every dossier's key anew by the first of the master keys given, so that the others can be put away",
  )
  .action(async () => {
    const onProgress = (done: number) => void process.stderr.write(`${done} keys\n`);
    console.log(`${await onInstallation(({ keys }) => keys.rotate(onProgress))} keys wrapped anew`);
  });

const publicKey = new Command('public')
  .description('prints the public key that the signatures of ledger and bundles are verified by')
  .action(() => void process.stdout.write(new Signer(signingKey(configured())).publicKey));

/** Khóa. */
export const keysCommand = new Command('keys')
  .description('the master key of the vault and the signing key of the ledger')
  .addCommand(generate)
  .addCommand(rotate)
  .addCommand(publicKey);
