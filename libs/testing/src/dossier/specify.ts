import { Refusal, replay, type Decider, type Event, type Meta, type Recorded, type RefusalCode } from '#kernel';
import { dossier, type Circumstances, type DossierCommand, type DossierEvent, type DossierState } from '#dossier';

/** An event as the log holds it, with ids that follow from its place. */
export const recorded = <E extends Event>(event: E, revision: number, circumstances: Circumstances): Recorded<E> => ({
  ...event,
  id: `00000000-0000-5000-8000-${String(revision).padStart(12, '0')}`,
  meta: metaOf(circumstances),
  stream: 'dossier-5f3c1f0e-0000-5000-8000-000000000001',
  revision,
  position: String(revision).padStart(20, '0'),
});

const metaOf = ({ actor, now, at, lateReason }: Circumstances): Meta => ({
  actor,
  recordedAt: now,
  effectiveAt: at,
  ...(lateReason === null ? {} : { lateReason }),
  correlationId: 'correlation',
  causationId: null,
  commandId: 'command',
  commandDigest: 'digest',
});

/** What the log holds after these commands, one after the other. @throws Refusal when one is refused */
export function historyOf(...commands: readonly DossierCommand[]): readonly Recorded<DossierEvent>[] {
  const history: Recorded<DossierEvent>[] = [];
  let state = dossier.initial;
  for (const command of commands)
    for (const event of dossier.decide(command, state)) {
      const written = recorded(event, history.length, command.on);
      history.push(written);
      state = dossier.evolve(state, written);
    }
  return history;
}

/** Where the dossier stands after these commands. */
export const stateAfter = (...commands: readonly DossierCommand[]): DossierState =>
  replay(dossier, historyOf(...commands));

/** The refusal that an action meets, or null; an error of another kind goes through. */
export function refusalOf(action: () => unknown): Refusal | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Given these facts of the log, when this command is given, then these events follow, or this refusal. */
export const specify =
  <Command, State, E extends Event>(decider: Decider<Command, State, E>) =>
  (...facts: readonly Recorded<E>[]) => ({
    when(command: Command) {
      const decide = () => decider.decide(command, replay(decider, facts));
      return {
        then: (...events: readonly E[]) => expect(decide()).toEqual(events),
        /** When it is the types of events that matter. */
        thenWrites: (...types: readonly E['type'][]) => expect(decide().map(({ type }) => type)).toEqual(types),
        thenRefused: (code: RefusalCode, law: string | null = null) => {
          const refusal = refusalOf(decide);
          expect({ code: refusal?.code, law: refusal?.law }).toEqual({ code, law });
        },
      };
    },
  });
