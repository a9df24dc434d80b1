import { configuration, WrongConfiguration } from './configuration.js';

const read = (env: Readonly<Record<string, string>>) => configuration(env, { logLevel: 'warn' });

describe('the bounds of an office', () => {
  it.each([
    ['RATE_PER_ADDRESS', '-1'],
    ['RATE_PER_ACCOUNT', 'many'],
    ['RATE_LOG_INS', '10000001'],
    ['TRUST_PROXY', '*'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.1, proxy.example.vn'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://*.example.vn'],
    ['CORS_ORIGINS', 'https://motcua.example.vn/'],
    ['CORS_ORIGINS', 'motcua.example.vn'],
    ['HSTS_DAYS', '731'],
    ['REQUEST_TIMEOUT_SECONDS', '0'],
    ['STATEMENT_TIMEOUT_SECONDS', '0'],
    ['STOP_DELAY_SECONDS', '61'],
    ['DATABASE_URL', 'postgres://clerk:sl/ash@127.0.0.1/office'],
  ])('are refused, naming the variable: %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(WrongConfiguration);
    expect(() => read({ [name]: value })).toThrow(`${name} must be`);
  });

  it('are what was said', () => {
    const env = {
      RATE_PER_ADDRESS: '0',
      TRUST_PROXY: '10.0.0.0/8, ::1, loopback',
      CORS_ORIGINS: 'http://localhost:5173',
    };
    expect(read(env)).toMatchObject({
      ratePerAddress: 0,
      trustProxy: ['10.0.0.0/8', '::1', 'loopback'],
      corsOrigins: ['http://localhost:5173'],
    });
  });

  it('are those of a busy desk where nothing was said', () => {
    expect(read({})).toMatchObject({
      ratePerAddress: 6_000,
      ratePerAccount: 1_200,
      rateLogIns: 60,
      trustProxy: [],
      corsOrigins: [],
    });
  });
});
