import { toldOf } from './told-of.js';

const NAME = 'Nguyễn Thị Hoa';
const postgres = (code: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name: 'QueryFailedError', code, ...more });
const parsing = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
};

describe('what is told of an error', () => {
  it.each([
    ['a row that a constraint refused', postgres('23514', `row of ${NAME}`, { detail: NAME, table: 'register' })],
    ['a value that is no number', postgres('22P02', `invalid input syntax for type bigint: "${NAME}"`)],
    ['what a trigger says', postgres('P0001', NAME)],
    ['a text that is no JSON', parsing(`{${NAME}`)],
    ['a property of a text', new TypeError(`Cannot create property 'a' on string '${NAME}'`)],
    ['an error inside another', new Error('outer', { cause: postgres('23505', NAME) })],
    ['one of several', new AggregateError([postgres('22001', NAME)], 'several')],
    ['what is no error', NAME],
    [
      'a host that is the end of a password',
      Object.assign(new Error(`getaddrinfo ENOTFOUND ${NAME}`), { code: 'ENOTFOUND' }),
    ],
  ])('quotes nobody: %s', (_, error) => {
    expect(toldOf(error)).not.toContain(NAME);
  });

  it('says where in the schema it was, and what PostgreSQL says of itself', () => {
    expect(toldOf(postgres('23514', NAME, { table: 'register', constraint: 'short' }))).toBe(
      'QueryFailedError 23514 table register constraint short',
    );
    expect(toldOf(postgres('57014', 'canceling statement due to statement timeout'))).toBe(
      'QueryFailedError: canceling statement due to statement timeout',
    );
    expect(toldOf(new Error('away', { cause: new Error('no route') }))).toBe('Error: away (Error: no route)');
  });
});
