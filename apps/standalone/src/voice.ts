import type { Voice } from './office.js';

/** How often a part that is not on a terminal tells of itself. */
const EVERY = 500;

/** Speaks on standard output: progress rewrites its line on a terminal, and is told now and then elsewhere. */
export function consoleVoice(out: NodeJS.WriteStream): Voice {
  return {
    say: (line) => void out.write(`${line}\n`),
    progress: (part, done, of) => {
      const line = `Nạp ${part}: ${done}/${of}`;
      if (out.isTTY) out.write(`\r${line}${done === of ? '\n' : ''}`);
      else if (done === of || done % EVERY === 0) out.write(`${line}\n`);
    },
  };
}
