import { Refusal } from '#kernel';
import { commandsOf, mayGive, ROLES } from '#access';

const refusal = (role: string, command: Parameters<typeof mayGive>[1]) => {
  try {
    mayGive(role, command);
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.code : error;
  }
};

describe('who may give which command', () => {
  it('lets the reception officer receive, and not decide', () => {
    expect(refusal('reception-officer', 'ReceiveDossier')).toBeNull();
    expect(refusal('reception-officer', 'ApproveDecision')).toBe('not-allowed');
  });

  it('lets only the leader sign', () => {
    expect(ROLES.filter((role) => commandsOf[role].includes('ApproveDecision'))).toEqual(['leader']);
  });

  it('gives inspectors and administrators no command at all', () => {
    expect([commandsOf.inspector, commandsOf.administrator]).toEqual([[], []]);
  });

  it('knows no role that is not in the list', () => {
    expect(refusal('superuser', 'ReceiveDossier')).toBe('not-allowed');
  });
});
