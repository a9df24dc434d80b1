import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import type { Bounds } from '#installation';
import { Refusal } from '#kernel';
import { networkOf } from './network-of.js';

const MINUTE_SECONDS = 60;

/**
 * Giới hạn tần suất: how often one address and one account may ask in a minute. Requests are counted in the memory of this
 * process, so that counting costs nothing and each copy of the API allows as many; failed log-ins in the vault, for all
 * copies together, and in memory while it does not answer.
 */
export class Rates {
  private readonly addresses: RateLimiterAbstract | null;
  private readonly accounts: RateLimiterAbstract | null;
  private readonly logIns: RateLimiterAbstract | null;

  constructor({ ratePerAddress, ratePerAccount, rateLogIns }: Bounds, db: DataSource) {
    this.addresses = inMemory('address', ratePerAddress);
    this.accounts = inMemory('account', ratePerAccount);
    this.logIns = inVault(db, rateLogIns);
  }

  /** @throws Refusal `too-many-requests` */
  ofAddress(address: string): Promise<void> | null {
    return this.addresses === null ? null : spend(this.addresses, networkOf(address));
  }

  /** @throws Refusal `too-many-requests` */
  async ofAccount(account: string): Promise<void> {
    if (this.accounts !== null) await spend(this.accounts, account);
  }

  /**
   * Counted before it is tried, so that many at once are no way around; who gets in has it given back.
   * @throws Refusal `too-many-requests`
   */
  async ofLogIn(address: string): Promise<void> {
    if (this.logIns !== null) await spend(this.logIns, networkOf(address));
  }

  async gotIn(address: string): Promise<void> {
    await this.logIns?.reward(networkOf(address));
  }
}

const inMemory = (keyPrefix: string, points: number): RateLimiterAbstract | null =>
  points === 0 ? null : new RateLimiterMemory({ keyPrefix, points, duration: MINUTE_SECONDS });

const inVault = (db: DataSource, points: number): RateLimiterAbstract | null =>
  points === 0
    ? null
    : new RateLimiterPostgres({
        storeClient: db,
        storeType: 'typeorm',
        schemaName: 'vault',
        tableName: 'log_in_rates',
        tableCreated: true,
        keyPrefix: 'address',
        points,
        duration: MINUTE_SECONDS,
        insuranceLimiter: new RateLimiterMemory({ points, duration: MINUTE_SECONDS }),
      });

async function spend(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(Math.ceil(refused.msBeforeNext / 1_000), 1);
    throw new Refusal('too-many-requests', null, { retryAfterSeconds });
  }
}
