import { lived, received } from '../../test/lived.js';
import { changesOf, perhapsStanding, standingFrom } from './standing-changes.fold.js';
import { NOTHING_YET } from './standing.fold.js';

const first = lived(received);
const second = { ...first, officer: 'canbo.02', apologies: { ...first.apologies } };

describe('what of a standing is otherwise', () => {
  it('is its new fields alone, whatever objects the others are', () => {
    expect(changesOf(first, second)).toEqual({ officer: 'canbo.02' });
    expect(changesOf(null, { ...NOTHING_YET, channel: 'post' })).toEqual({ channel: 'post' });
  });

  it('is nothing where it stands the same, or nothing is known', () => {
    expect([changesOf(first, first), changesOf(first, { ...first }), changesOf(first, null)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('comes to the standing again, of whole standings too, as earlier code kept them', () => {
    expect(standingFrom([{ ...first, waits: [] }, { officer: 'canbo.02' }])).toEqual(second);
    expect(standingFrom([first, second])).toEqual(second);
    expect([perhapsStanding(null), perhapsStanding([first])]).toEqual([null, first]);
  });
});
