import { Logger } from 'graphile-worker';

/** What a job met is told once, by the one who ran it; the library's own lines would repeat it with its payload. */
export const silent = new Logger(() => () => {});
