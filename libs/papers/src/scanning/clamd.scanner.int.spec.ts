import { ClamdScanner, NoScanner, ScannerUnavailable, type Scanner, type Verdict } from '#papers';
import { clamdDouble, EICAR, pdf, type ClamdDouble } from '#testing';

const MEBIBYTE = 1024 * 1024;

describe('scanning by clamd', () => {
  let double: ClamdDouble;
  beforeAll(async () => {
    double = await clamdDouble();
  });
  afterAll(() => double.stop());
  beforeEach(() => {
    double.mood = 'well';
  });

  const scanned = async (bytes: Buffer, scanner: Scanner = new ClamdScanner(double, 20_000)): Promise<Verdict> => {
    const scan = await scanner.begin();
    try {
      for (let at = 0; at < bytes.length; at += 300_000) await scan.take(bytes.subarray(at, at + 300_000));
      return await scan.verdict();
    } finally {
      scan.leave();
    }
  };

  it('tells clean from infected files, of any size', async () => {
    expect(await scanned(pdf())).toBe('clean');
    expect(await scanned(Buffer.alloc(0))).toBe('clean');
    expect(await scanned(pdf(3 * MEBIBYTE))).toBe('clean');
    expect(await scanned(Buffer.concat([pdf(MEBIBYTE), Buffer.from(EICAR)]))).toBe('infected');
  });

  it.each(['silent', 'hangs-up', 'too-large'] as const)('gives no verdict when the scanner is %s', async (mood) => {
    double.mood = mood;
    await expect(scanned(pdf(3 * MEBIBYTE), new ClamdScanner(double, 300))).rejects.toThrow(ScannerUnavailable);
  });

  it('gives no verdict when there is no scanner where it should be', async () => {
    const gone = await clamdDouble();
    await gone.stop();
    await expect(scanned(pdf(), new ClamdScanner(gone, 300))).rejects.toThrow(ScannerUnavailable);
    await expect(scanned(pdf(), new ClamdScanner({ path: '/nowhere/clamd.ctl' }, 300))).rejects.toThrow(
      ScannerUnavailable,
    );
  });

  it('says of files that nobody scanned that nobody did', async () => {
    expect(await scanned(Buffer.from(EICAR), new NoScanner())).toBe('not-scanned');
  });
});
