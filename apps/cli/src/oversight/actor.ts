/** The operator, as events of oversight name them. */
export const OPERATOR = { id: 'operator', role: 'administrator', agency: null } as const;
