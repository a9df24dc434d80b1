import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '#handling';
import { Refusal } from '#kernel';
import {
  closedBy,
  Forms,
  justBefore,
  knownAt,
  madeForm,
  reportingPeriodOf,
  signersOfProvince,
  type SignedForm,
  withSigned,
  type FormName,
} from '#reports';
import { ReportViews, seesProvince, type Lag, type ReportView, type ReportWanted } from './report-views.js';

/** What is asked of a form, as it came. */
export interface FormAskedFor extends ReportWanted {
  readonly name: FormName;
  readonly period: string;
  /** The day of the month before on which a reporting month begins; as the law has it by default. */
  readonly monthBegins?: number;
}

/** A form as it prints, and how far behind the read model was. */
export type FormAnswer = SignedForm & { readonly readModel: Lag };

/**
 * Biểu mẫu báo cáo of an agency with those below it, and how it is printed.
 * @throws Refusal `form-does-not-balance`, `not-allowed`, `read-model-behind`, `invalid-input`, `unknown-agency`
 */
export class AskForm extends Query<FormAnswer> {
  constructor(
    readonly caller: Caller,
    readonly wanted: FormAskedFor,
  ) {
    super();
  }
}

@QueryHandler(AskForm)
export class AskFormHandler implements IQueryHandler<AskForm> {
  constructor(private readonly views: ReportViews) {}

  async execute({ caller: { actor }, wanted }: AskForm): Promise<FormAnswer> {
    const { db } = this.views;
    const view = await this.views.of(actor, wanted);
    mustSee(wanted, view);
    const { now, ofDossiers, agencies, readModel } = view;
    const { asOf, catalogue } = ofDossiers;
    const period = reportingPeriodOf(wanted.period, now, wanted.monthBegins);
    const made = await madeForm(new Forms(db), wanted.name, {
      asked: {
        ...{ period, knownBefore: await knownAt(this.views, justBefore(period)) },
        ...(agencies === null ? {} : { agencies }),
        ...(asOf === null ? {} : { asOf }),
      },
      ...{ now, catalogue, agency: wanted.agency ?? actor.agency },
    });
    const signers = wanted.name === '07b' ? signersOfProvince(view.catalogue) : view.signers;
    const closed = await closedBy(this.views.store, signers, period);
    const told = { asOf: view.position ?? null, agencies: wanted.name === '07b' ? null : agencies };
    return { ...withSigned(made, closed, told), readModel };
  }
}

/** A form speaks for whoever reports: nobody prints one for an agency beyond their mandate. */
function mustSee({ name, agency }: FormAskedFor, view: ReportView): void {
  if (name === '07b' && agency !== undefined)
    throw new Refusal('invalid-input', null, { at: 'agency', expected: 'none: form 07b is of the whole province' });
  if (name === '07b' && !seesProvince(view))
    throw new Refusal('not-allowed', null, { right: 'read-figures', form: name, of: 'the province' });
}
