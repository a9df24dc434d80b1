const KURRENT = /^(?:kurrentdb|kurrent|kdb)(\+discover)?:\/\//;
const KNOWN = /^esdb(\+discover)?:\/\//;

/** Whether a URL names an EventStoreDB or KurrentDB. */
export const isEventStoreDbUrl = (url: string): boolean => KNOWN.test(url) || KURRENT.test(url);

/**
 * The URL as the client takes it: the newer product's schemes mean the same protocol, under a name that this client
 * does not know.
 */
export function connectionString(url: string): string {
  if (!isEventStoreDbUrl(url)) throw new TypeError('an EventStoreDB URL begins with esdb:// or esdb+discover://');
  return url.replace(KURRENT, (_, discover: string | undefined) => `esdb${discover ?? ''}://`);
}
