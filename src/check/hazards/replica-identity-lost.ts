import { sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { MigrationAction } from '../../engines/migration-action.ts';
import { stated } from '../../findings/evidence.ts';
import type { CheckContext, CheckedStatement } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'replica-identity-lost',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A table is published whose rows nothing tells apart: UPDATE and DELETE of it fail.',
  headline: (count) => `UPDATE and DELETE fail on ${count} published tables`,
  why: 'A subscriber must be told which row was changed. Where the table has neither a primary key nor another replica identity, the server refuses every UPDATE and DELETE of it from then on, the application’s too; INSERT goes on, so that it is noticed late.',
  advice:
    'Give the table a primary key before it is published, or name a unique index over columns that are never null (REPLICA IDENTITY USING INDEX); REPLICA IDENTITY FULL is the last resort. When a primary key is replaced, make the new one in the transaction that drops the old one.',
  effort: 'minutes',
  tradeOff: 'FULL writes every old row to the log, and makes subscribers search for it.',
  example: {
    schema: 'create table orders (id bigint primary key); create publication changes for table orders;',
    migration: 'alter table orders drop constraint orders_pkey;',
  },
  *check(context) {
    const { lookups, after, published } = context;
    for (const name of published.after) {
      const [before, table] = [lookups.table(name), after.table(name)];
      if (!table || hasIdentity(table)) continue;
      const wasPublished = published.before.some((one) => sameName(one, name));
      if (before && wasPublished && !hasIdentity(before)) continue;
      const statement = causeOf(table, wasPublished, context);
      if (!statement) continue;
      yield {
        statement,
        at: tableSubject(table),
        message: `UPDATE and DELETE of ${tableText(table, context)} fail when the migration is done: it is published, and ${why(table)}`,
        evidence: [stated('the server refuses both of a published table without a replica identity')],
      };
    }
  },
});

function hasIdentity({ replicaIdentity, primaryKey, indexes }: Table): boolean {
  if (replicaIdentity === 'full') return true;
  if (replicaIdentity === 'index') return indexes.some((index) => index.replicaIdentity);
  return replicaIdentity === 'default' && primaryKey !== undefined && !primaryKey.deferrable;
}

function why({ replicaIdentity, primaryKey }: Table): string {
  if (replicaIdentity === 'nothing') return 'its replica identity is NOTHING';
  if (replicaIdentity === 'index') return 'the index of its replica identity is gone';
  return primaryKey ? 'its primary key can be deferred' : 'it has no primary key';
}

/** The last statement that took the identity away, or that published the table. */
function causeOf(table: Table, wasPublished: boolean, context: CheckContext): CheckedStatement | undefined {
  const names = [table, ...(table.partitionOf ? [table.partitionOf.parent] : [])];
  const isOf = (action: MigrationAction) => {
    if (action.kind === 'publish') return isNamed(action.tables);
    return 'table' in action && action.table !== undefined && isNamed([action.table]);
  };
  const isNamed = (written: Extract<MigrationAction, { readonly kind: 'publish' }>['tables']) =>
    written.some((one) => names.some((name) => sameName(context.resolve(one), name)));
  const last = (wanted: (action: MigrationAction) => boolean) =>
    context.statements.findLast((statement) => statement.actions.some(wanted));
  const published = (action: MigrationAction) =>
    action.kind === 'publish' && (action.tables.length === 0 || isOf(action));
  const own = (action: MigrationAction) => action.kind !== 'publish' && isOf(action);
  const [first, second] = wasPublished ? [own, published] : [published, own];
  return last(first) ?? last(second) ?? context.statements.at(-1);
}
