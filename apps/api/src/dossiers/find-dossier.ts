import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DossierDesk, type LoadedDossier } from '#handling';
import { Refusal } from '#kernel';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_CODE = 64;

/** A dossier by its id or its code, straight from the log. @throws Refusal `unknown-dossier` */
export class FindDossier extends Query<LoadedDossier> {
  constructor(readonly idOrCode: string) {
    super();
  }
}

@QueryHandler(FindDossier)
export class FindDossierHandler implements IQueryHandler<FindDossier> {
  constructor(private readonly desk: DossierDesk) {}

  async execute({ idOrCode }: FindDossier): Promise<LoadedDossier> {
    if (idOrCode.length > LONGEST_CODE) throw new Refusal('unknown-dossier');
    if (!UUID.test(idOrCode)) return this.desk.findByCode(idOrCode);
    const loaded = await this.desk.load(idOrCode);
    if (loaded.history.length === 0) throw new Refusal('unknown-dossier');
    return loaded;
  }
}
