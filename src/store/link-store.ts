import { createHash } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { AccountRef, IdentityLinkStore, ManualLink } from '../identities/manual-link.ts';
import { type Database, type IdentityLinkTable, json } from './database.ts';

/** What operators said of two accounts, in the database: every gateway on it knows the same. */
export class DurableLinkStore implements IdentityLinkStore {
  readonly #database: Kysely<Database>;

  constructor(database: Kysely<Database>) {
    this.#database = database;
  }

  async list(): Promise<readonly ManualLink[]> {
    const rows = await this.#database.selectFrom('identity_links').selectAll().orderBy('id').execute();
    return rows.map(linkOf);
  }

  async put({ kind, one, other, by, reason, at }: ManualLink): Promise<void> {
    const said = { kind, accounts: json([one, other]), said: json({ by, reason }), at };
    await this.#database
      .insertInto('identity_links')
      .values({ id: pairId(one, other), ...said })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
      .execute();
  }

  async remove(one: AccountRef, other: AccountRef): Promise<boolean> {
    const removed = await this.#database
      .deleteFrom('identity_links')
      .where('id', '=', pairId(one, other))
      .returning('id')
      .execute();
    return removed.length > 0;
  }
}

/** The same whichever of the two is named first. Ids of directories are of any length, which a key of a table is not. */
function pairId(one: AccountRef, other: AccountRef): string {
  const names = [one, other].map(({ directory, externalId }) => JSON.stringify([directory, externalId]));
  return createHash('sha256').update(names.toSorted().join(' ')).digest('hex');
}

function linkOf({ kind, accounts: [one, other], said, at }: Selectable<IdentityLinkTable>): ManualLink {
  return { kind, one, other, by: said.by, reason: said.reason, at };
}
