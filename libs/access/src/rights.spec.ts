import { mayGive, placeOf, READINGS, rights, ROLES, scopeOf, type Involvement, type Right } from '#access';
import { Refusal, type Actor } from '#kernel';
import { rules, type DossierCommandType } from '#dossier';

const CENTRE = 'H27.118.1';
const DECIDER = 'H27.118';
const AWAY = 'H27.11';
const dossier: Involvement = {
  centre: CENTRE,
  collectAt: null,
  decidingAgency: DECIDER,
  holder: DECIDER,
  addressed: [AWAY],
  submittedBy: 'cong',
};
const AGENCIES = [CENTRE, DECIDER, AWAY, 'H27.119', null];
const COMMANDS = Object.keys(rules) as DossierCommandType[];
const HOLDERS = [...ROLES, 'system'] as const;

const outcome = (act: () => unknown): string => {
  try {
    act();
    return 'may';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const given = (actor: Actor, type: DossierCommandType) =>
  outcome(() => mayGive(actor, { type, centre: CENTRE }, dossier));

/** Which agencies and accounts a place means in the dossier above. */
const MEANT = {
  everywhere: [...AGENCIES],
  'own-desk': [CENTRE],
  centre: [CENTRE],
  holder: [DECIDER],
  addressed: [AWAY],
  decider: [DECIDER],
  own: [],
  involved: [CENTRE, DECIDER, AWAY],
  mandate: [CENTRE, DECIDER, AWAY],
} as const;

describe('the table of rights', () => {
  it('has a line for every command and every reading', () => {
    expect(Object.keys(rights).toSorted()).toEqual(
      [...COMMANDS, 'RecordInspection', 'ClosePeriod', ...READINGS].toSorted(),
    );
  });

  it.each(COMMANDS.flatMap((command) => HOLDERS.map((role) => [command, role] as const)))(
    '%s by %s: only where the line says',
    (command, role) => {
      const place = rights[command][role];
      for (const agency of AGENCIES) {
        const isMeant = place !== undefined && (MEANT[place] as readonly (string | null)[]).includes(agency);
        expect([agency, given({ id: 'somebody', role, agency }, command)]).toEqual([
          agency,
          isMeant ? 'may' : 'not-allowed',
        ]);
      }
      const own = given({ id: 'cong', role, agency: null }, command);
      expect(own).toBe(place === 'own' || place === 'everywhere' ? 'may' : 'not-allowed');
    },
  );

  it('gives inspectors and administrators no command on a dossier, and a role that is not known nothing', () => {
    for (const command of COMMANDS)
      for (const role of ['inspector', 'administrator', 'superuser', '__proto__', 'constructor'])
        expect(given({ id: 'x', role, agency: DECIDER }, command)).toBe('not-allowed');
  });

  it('lets nobody speak for another agency, and nobody do the step of another role', () => {
    const taker = { id: 'x', role: 'case-officer', agency: AWAY };
    expect(outcome(() => mayGive(taker, { type: 'AcceptTransfer', by: AWAY }, dossier))).toBe('may');
    expect(outcome(() => mayGive(taker, { type: 'AcceptTransfer', by: DECIDER }, dossier))).toBe('not-allowed');
    const officer = { id: 'x', role: 'case-officer', agency: DECIDER };
    const step = (stepRole: string) => outcome(() => mayGive(officer, { type: 'CompleteStep', stepRole }, dossier));
    expect([step('case-officer'), step('unit-head')]).toEqual(['may', 'not-allowed']);
  });

  it('receives what was filed at another centre at no other', () => {
    const other = { id: 'x', role: 'reception-officer', agency: 'H27.119.1' };
    const asked = { type: 'ReceiveDossier', centre: 'H27.119.1' } as const;
    expect(outcome(() => mayGive(other, asked, dossier))).toBe('not-allowed');
    expect(outcome(() => mayGive(other, asked, { ...dossier, centre: null }))).toBe('may');
  });

  it('shows each role what its line says', () => {
    const tree = { subtreeOf: (code: string) => [code, `${code}.1`] };
    const scope = (role: string, agency: string | null) => scopeOf({ id: 'x', role, agency }, 'search-dossiers', tree);
    expect(scope('case-officer', DECIDER)).toEqual({ is: 'involving', agencies: [DECIDER] });
    expect(scope('leader', DECIDER)).toEqual({ is: 'involving', agencies: [DECIDER, CENTRE] });
    expect(scope('inspector', null)).toEqual({ is: 'all' });
    expect(scope('leader', null)).toEqual({ is: 'involving', agencies: [] });
    expect(scope('integration', null)).toEqual({ is: 'filed-by', account: 'x' });
    expect(outcome(() => scope('administrator', null))).toBe('not-allowed');
    for (const right of Object.keys(rights) as Right[])
      expect(outcome(() => placeOf('stranger', right))).toBe('not-allowed');
  });
});
