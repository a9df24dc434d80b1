import { DEMO_PASSWORD } from '#access';
import type { ReceiveRequest } from '#handling';
import { publishShipped, SHIPPED, type Installation } from '#installation';
import { vietnamDay } from '#kernel';

const AGENCIES = 20;
const PROCEDURE = '1.000894';

/** Each centre's desk has an account of its own. */
export const accountOf = (at: number): string => `desk-${at}`;

/** The demo province without the national records, and an account for each desk. @returns centres of so many agencies */
export async function prepared({ store, catalogue, accounts, clock }: Installation): Promise<readonly string[]> {
  const actor = { id: 'bench', role: 'administrator', agency: null };
  await publishShipped({ store, catalogue, clock, actor }, () => {}, SHIPPED.slice(0, 3));
  const today = vietnamDay(clock.now());
  const centres = catalogue.view
    .allAgencies()
    .filter(
      ({ code, kind, level }) =>
        kind === 'one-stop-centre' && level === 'commune' && catalogue.view.isOpen(code, today),
    )
    .map(({ code }) => code)
    .slice(0, AGENCIES);
  for (const [at, agency] of centres.entries())
    await accounts.create({ name: accountOf(at), role: 'reception-officer', agency }, DEMO_PASSWORD);
  return centres;
}

/** What the n-th applicant brings to a desk. */
export const broughtTo = (centre: string, at: number) =>
  ({
    procedure: PROCEDURE,
    channel: 'counter',
    centre,
    applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen', phone: '0912000001', address: `Thôn ${at}` },
    request: 'Đăng ký kết hôn',
    papers: [{ name: 'Tờ khai đăng ký kết hôn', originals: 1, copies: 0, digital: false }],
    sets: 1,
  }) as const;

/** The same as the API hands it to the desk. */
export function receptionAt(centre: string, at: number): ReceiveRequest {
  const { applicant, papers, ...brought } = broughtTo(centre, at);
  return {
    ...brought,
    applicant: { ...applicant, identityNo: null, email: null },
    papers: papers.map((paper) => ({ ...paper, digest: null })),
    ...{ dossierId: null, submitter: null, case: null, decidingAgency: null, collectAt: null, fee: null },
  };
}
