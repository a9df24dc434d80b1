import type { Scope } from '#access';
import { asked, LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import { Conditions } from '../register/conditions.js';
import type { ResponsibilityRow } from './responsibility.fold.js';

/** Sổ trách nhiệm of one dossier, by its id or code. */
export class Responsibilities {
  constructor(private readonly db: Sql) {}

  /** Undefined where the read models know none that may be seen. @throws Refusal `store-unavailable` */
  async find(scope: Scope, idOrCode: string): Promise<ResponsibilityRow | undefined> {
    const seen = new Conditions();
    seen.add((value) => `(dossier_id = ${value(idOrCode)} or code = ${value(idOrCode)})`);
    seen.within(scope);
    const [row] = await asked(() =>
      rowsOf<ResponsibilityRow>(
        this.db,
        `select dossier_id as "dossierId", code, course, turns, revision from ${LIVE_SCHEMA}.responsibility
         where dossier_id in (select dossier_id from ${LIVE_SCHEMA}.register ${seen.text})`,
        seen.values,
      ),
    );
    return row;
  }
}
