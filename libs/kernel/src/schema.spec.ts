import { departs, flag, integer, list, nullable, number, oneOf, optional, personal, plain, record } from '#kernel';

const paper = record({ name: personal, copies: integer, digest: nullable(plain), note: optional(plain) });
const whole = { name: 'Tờ khai', copies: 1, digest: null };

describe('where a value departs from its shape', () => {
  it.each([
    ['text', plain, 'x'],
    ['personal text', personal, ''],
    ['an integer', integer, -3],
    ['a number', number, 1.5],
    ['a flag', flag, false],
    ['one of several', oneOf('RESET', 'PAUSE'), 'PAUSE'],
    ['a list', list(integer), [1, 2]],
    ['an empty list', list(integer), []],
    ['what may be null', nullable(plain), null],
    ['what may be absent', record({ note: optional(plain) }), {}],
    ['a record', paper, whole],
  ])('takes %s', (_, shape, value) => {
    expect(departs(shape, value)).toBeNull();
  });

  it.each([
    ['a number for text', plain, 1, 'data: text expected'],
    ['a fraction for an integer', integer, 1.5, 'data: integer expected'],
    ['an integer that lost its digits', integer, 2 ** 53, 'data: integer expected'],
    ['what is no number', number, NaN, 'data: number expected'],
    ['text for a flag', flag, 'true', 'data: true or false expected'],
    ['another word', oneOf('RESET', 'PAUSE'), 'STOP', 'data: RESET | PAUSE expected'],
    ['null where it may be absent', record({ note: optional(plain) }), { note: null }, 'note: text expected'],
    ['nothing where it may be null', record({ note: nullable(plain) }), {}, 'note: text expected'],
    ['a list for a record', paper, [], 'data: record expected'],
    ['a record for a list', list(plain), {}, 'data: list expected'],
    ['a missing field', paper, { name: 'Tờ khai', digest: null }, 'copies: integer expected'],
    ['an unknown field', paper, { ...whole, phone: '0912' }, 'phone: unknown field'],
    ['an inherited name', paper, { ...whole, toString: 'x' }, 'toString: unknown field'],
  ])('finds %s', (_, shape, value, found) => {
    expect(departs(shape, value)).toBe(found);
  });

  it('names the place, however deep', () => {
    const shape = record({ dossier: record({ papers: list(paper) }) });
    expect(departs(shape, { dossier: { papers: [whole, { ...whole, copies: '2' }] } })).toBe(
      'dossier.papers[1].copies: integer expected',
    );
    expect(departs(shape, { dossier: { papers: [{ ...whole, extra: 1 }] } })).toBe(
      'dossier.papers[0].extra: unknown field',
    );
  });
});
