import { AccessDeniedError, DeadlineExceededError, UnavailableError, UnknownError } from '@eventstore/db-client';
import { failureOf, NoAnswer, within } from './failure.js';

const bare = (message: string, code: unknown) => Object.assign(new Error(message), { code });

describe('what a failed call to EventStoreDB means', () => {
  it.each([
    ['a typed UNAVAILABLE: the request was on its way', new UnavailableError(), 'lost'],
    ['a deadline', new DeadlineExceededError(), 'lost'],
    ['no answer in time', new NoAnswer(10), 'lost'],
    ['a broken stream', bare('Premature close', 'ERR_STREAM_PREMATURE_CLOSE'), 'lost'],
    ['a bare gRPC error, before the request', bare('14 UNAVAILABLE: No connection established', 14), 'not-sent'],
    ['no node of the cluster found', new Error('Failed to discover after 10 attempts.'), 'not-sent'],
    ['a server that starts', new UnknownError(undefined, 'Could not recognize Server Is Not Ready'), 'not-sent'],
    ['access denied', new AccessDeniedError(), 'refused'],
    ['a request that the server cannot read', new UnknownError(undefined, 'Could not recognize BadRequest'), 'refused'],
    ['a method that the server has not', bare('12 UNIMPLEMENTED', 12), 'refused'],
    ['an error of the program', new RangeError('Invalid time value'), 'refused'],
  ] as const)('%s', (_, error, failure) => expect(failureOf(error)).toBe(failure));

  it('waits for an answer no longer than it is told', async () => {
    await expect(within(5, new Promise(() => {}))).rejects.toBeInstanceOf(NoAnswer);
    await expect(within(1_000, Promise.resolve('answer'))).resolves.toBe('answer');
    await expect(within(1_000, Promise.reject(new UnavailableError()))).rejects.toBeInstanceOf(UnavailableError);
  });
});
