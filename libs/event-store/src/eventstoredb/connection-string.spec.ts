import { connectionString, isEventStoreDbUrl } from './connection-string.js';

describe('the URL of the event store', () => {
  it.each([
    ['esdb://127.0.0.1:2113?tls=false', 'esdb://127.0.0.1:2113?tls=false'],
    ['esdb+discover://admin:changeit@log.example:2113', 'esdb+discover://admin:changeit@log.example:2113'],
    ['kurrentdb://127.0.0.1:2113?tls=false', 'esdb://127.0.0.1:2113?tls=false'],
    ['kurrentdb+discover://log.example', 'esdb+discover://log.example'],
    ['kdb://a:2113,b:2113,c:2113', 'esdb://a:2113,b:2113,c:2113'],
  ])('%s is understood', (url, asTheClientTakesIt) => {
    expect(isEventStoreDbUrl(url)).toBe(true);
    expect(connectionString(url)).toBe(asTheClientTakesIt);
  });

  it.each(['postgres://127.0.0.1/dung_hen', 'http://127.0.0.1:2113', 'esdb:127.0.0.1', ''])(
    '"%s" is not one of EventStoreDB',
    (url) => {
      expect(isEventStoreDbUrl(url)).toBe(false);
      expect(() => connectionString(url)).toThrow(/esdb:/);
    },
  );
});
