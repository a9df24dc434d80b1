/** Who does a step of a simulated life. */
export interface By {
  readonly role: string;
  readonly agency: string | null;
}

export const deskOf = (centre: string): By => ({ role: 'reception-officer', agency: centre });
export const headOf = (agency: string): By => ({ role: 'unit-head', agency });
export const officerOf = (agency: string): By => ({ role: 'case-officer', agency });
export const leaderOf = (agency: string): By => ({ role: 'leader', agency });
export const clerkOf = (agency: string): By => ({ role: 'clerk', agency });

/** What the applicant does through the portal. */
export const PORTAL: By = { role: 'integration', agency: null };
