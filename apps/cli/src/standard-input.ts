import type { ReadStream } from 'node:tty';
import { Refusal } from '#kernel';

const MAX_BYTES = 4_096;

/** The lines of standard input that are not empty, bounded. @throws Refusal `too-large` */
export async function linesOf(input: ReadStream, prompt: string): Promise<readonly string[]> {
  if (input.isTTY) process.stderr.write(prompt);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Refusal('too-large', null, { bytes: MAX_BYTES });
    chunks.push(part);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
