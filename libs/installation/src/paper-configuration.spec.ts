import { configuration, WrongConfiguration } from '#installation';

const read = (env: Readonly<Record<string, string>>) => configuration(env, { logLevel: 'warn' }).papers;
const wrongs = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    read(env);
    return [];
  } catch (error) {
    return error instanceof WrongConfiguration ? error.wrongs : [String(error)];
  }
};
const bucket = {
  PAPERS_S3_BUCKET: 'giay-to',
  PAPERS_S3_ACCESS_KEY_ID: 'id',
  PAPERS_S3_SECRET_ACCESS_KEY: 'very secret',
};

describe('how papers are kept, by the environment', () => {
  it('is a folder beside the other data, 25 MB a file, 100 files and 500 MB a dossier, unscanned', () => {
    expect(read({})).toEqual({
      maxBytes: 26_214_400, // 25 × 1,048,576
      atMost: { papers: 100, bytes: 524_288_000 }, // 500 × 1,048,576
      dir: null,
      bucket: null,
      clamd: null,
    });
  });

  it('is a bucket once one is named, with its key, in the path where a server of ones own is', () => {
    expect(read(bucket).bucket).toMatchObject({
      bucket: 'giay-to',
      endpoint: null,
      region: 'us-east-1',
      pathStyle: false,
    });
    expect(read({ ...bucket, PAPERS_S3_ENDPOINT: 'http://minio:9000' }).bucket).toMatchObject({
      endpoint: 'http://minio:9000',
      pathStyle: true,
    });
  });

  it.each([
    ['tcp://clamav:3311', { host: 'clamav', port: 3311 }],
    ['tcp://clamav', { host: 'clamav', port: 3310 }],
    ['unix:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ])('finds clamd at %s', (CLAMD_URL, clamd) => expect(read({ CLAMD_URL }).clamd).toEqual(clamd));

  it.each<[Readonly<Record<string, string>>, RegExp]>([
    [{ PAPER_MAX_MB: '0' }, /^PAPER_MAX_MB must be a whole number from 1 to 1024$/],
    [{ PAPER_MAX_MB: '1025' }, /^PAPER_MAX_MB/],
    [{ PAPERS_PER_DOSSIER: 'all' }, /^PAPERS_PER_DOSSIER/],
    [{ PAPERS_PER_DOSSIER_MB: '-1' }, /^PAPERS_PER_DOSSIER_MB/],
    [{ CLAMD_URL: 'http://clamav' }, /^CLAMD_URL/],
    [{ CLAMD_URL: 'unix://clamd.ctl' }, /^CLAMD_URL/],
    [{ PAPERS_S3_BUCKET: 'giay-to' }, /^PAPERS_S3_ACCESS_KEY_ID is needed/],
    [{ ...bucket, PAPERS_S3_BUCKET: '../x' }, /^PAPERS_S3_BUCKET/],
    [{ ...bucket, PAPERS_S3_ENDPOINT: 'minio:9000' }, /^PAPERS_S3_ENDPOINT/],
    [{ ...bucket, PAPERS_S3_PATH_STYLE: 'yes' }, /^PAPERS_S3_PATH_STYLE/],
    [{ ...bucket, PAPERS_DIR: '/papers' }, /^PAPERS_DIR and PAPERS_S3_BUCKET: only one of them$/],
  ])('refuses %j, naming the variable and repeating no secret', (env, wrong) => {
    const [first = '', ...more] = wrongs(env);
    expect(first).toMatch(wrong);
    expect([first, ...more].join()).not.toContain('very secret');
  });
});
