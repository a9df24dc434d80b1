/** What a scanner makes of a file; `not-scanned` where none is configured. */
export type Verdict = 'clean' | 'infected' | 'not-scanned';

/** Nobody can say whether the file is clean: it is not taken in. */
export class ScannerUnavailable extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('the virus scanner did not answer', options);
    this.name = 'ScannerUnavailable';
  }
}

/** One file on its way through the scanner. */
export interface Scan {
  /** Hands on a piece; waits while the scanner has enough to do. @throws ScannerUnavailable */
  take(chunk: Uint8Array): Promise<void>;
  /** What it says of all pieces together. @throws ScannerUnavailable */
  verdict(): Promise<Verdict>;
  /** Lets go of it, whatever came of it. */
  leave(): void;
}

/** Máy quét mã độc: looks at every file before it is kept. */
export abstract class Scanner {
  /** @throws ScannerUnavailable */
  abstract begin(): Promise<Scan>;
}

const UNSCANNED: Scan = {
  take: () => Promise.resolve(),
  verdict: () => Promise.resolve('not-scanned'),
  leave: () => {},
};

/** No scanner is configured: files are kept, and said to be unscanned. */
export class NoScanner extends Scanner {
  begin(): Promise<Scan> {
    return Promise.resolve(UNSCANNED);
  }
}
