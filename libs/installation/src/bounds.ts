import { isIP } from 'node:net';

/** Giới hạn: what clients, slow statements and a stop are bounded by. */
export interface Bounds {
  /** Requests a minute from one address; 0: any number. */
  readonly ratePerAddress: number;
  /** Requests a minute of one account; 0: any number. */
  readonly ratePerAccount: number;
  /** Log-ins a minute from one address that fail; 0: any number. */
  readonly rateLogIns: number;
  /** Addresses and networks of the proxies in front, whose word on a client's address counts. */
  readonly trustProxy: readonly string[];
  /** Web pages of these origins may ask; none by default. */
  readonly corsOrigins: readonly string[];
  /** For so long browsers shall come by TLS only; 0: nothing is said of it. */
  readonly hstsDays: number;
  /** A request that has not arrived whole after this time is cut off. */
  readonly requestTimeoutSeconds: number;
  /** PostgreSQL gives a statement up after this time; what is long by nature (migrations) is exempt. */
  readonly statementTimeoutSeconds: number;
  /** Between saying that it is not ready and taking no more connections. */
  readonly stopDelaySeconds: number;
}

/** Reads one variable: its parsed value, or the default where it is not set or wrong. */
type Read = <T>(name: string, parse: (value: string) => T | null, expected: string, otherwise: T) => T;

const MOST_RATE = 10_000_000;
const MOST_DAYS = 730;
const MOST_REQUEST_SECONDS = 3_600;
const MOST_STATEMENT_SECONDS = 600;
const MOST_DELAY_SECONDS = 60;
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

export function bounds(read: Read): Bounds {
  const whole = (name: string, least: number, most: number, otherwise: number): number =>
    read(name, wholeOf(least, most), `a whole number from ${least} to ${most}`, otherwise);
  return {
    ratePerAddress: whole('RATE_PER_ADDRESS', 0, MOST_RATE, 6_000),
    ratePerAccount: whole('RATE_PER_ACCOUNT', 0, MOST_RATE, 1_200),
    rateLogIns: whole('RATE_LOG_INS', 0, MOST_RATE, 60),
    trustProxy: read('TRUST_PROXY', listOf(isNetwork), 'addresses or networks (10.0.0.0/8), behind commas', []),
    corsOrigins: read('CORS_ORIGINS', listOf(isOrigin), 'exact origins (https://host), behind commas, no *', []),
    hstsDays: whole('HSTS_DAYS', 0, MOST_DAYS, 0),
    requestTimeoutSeconds: whole('REQUEST_TIMEOUT_SECONDS', 1, MOST_REQUEST_SECONDS, 120),
    statementTimeoutSeconds: whole('STATEMENT_TIMEOUT_SECONDS', 1, MOST_STATEMENT_SECONDS, 10),
    stopDelaySeconds: whole('STOP_DELAY_SECONDS', 0, MOST_DELAY_SECONDS, 0),
  };
}

const wholeOf = (least: number, most: number) => (value: string) => {
  const number = /^\d{1,8}$/.test(value) ? Number(value) : -1;
  return number >= least && number <= most ? number : null;
};

const listOf = (is: (part: string) => boolean) => (value: string) => {
  const parts = value.split(',').map((part) => part.trim());
  return parts.every(is) ? parts : null;
};

/** An address, a network as address and length of its prefix, or one of the names that the web server knows. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0) return NETWORKS.includes(text);
  // A network of everything would let each client name its own address.
  return rest.length === 0 && (length === undefined || (wholeOf(1, bits)(length) ?? 0) > 0);
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
