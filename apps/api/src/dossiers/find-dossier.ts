import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Reading } from '#access';
import { DossierDesk, type Caller, type LoadedDossier } from '#handling';
import { Refusal } from '#kernel';

const LONGEST_CODE = 64;

/** A dossier by its id or its code, straight from the log, for one who may see it. @throws Refusal `unknown-dossier` */
export class FindDossier extends Query<LoadedDossier> {
  constructor(
    readonly caller: Caller,
    readonly reading: Reading,
    readonly idOrCode: string,
  ) {
    super();
  }
}

@QueryHandler(FindDossier)
export class FindDossierHandler implements IQueryHandler<FindDossier> {
  constructor(private readonly desk: DossierDesk) {}

  async execute({ caller, reading, idOrCode }: FindDossier): Promise<LoadedDossier> {
    if (idOrCode.length > LONGEST_CODE) throw new Refusal('unknown-dossier');
    return this.desk.findFor(caller, reading, idOrCode);
  }
}
