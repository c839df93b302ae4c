import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { Index } from '../../../catalog/table.ts';
import type { Undo } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { undoBy } from './steps.ts';

/** What marks a table as clustered on an index, or replicated by it: an index that is made again has lost it. */
export function marksOf(table: QualifiedName, index: Index | undefined): readonly string[] {
  if (!index) return [];
  return [
    ...(index.clustered ? [clusterOn(table, index.name)] : []),
    ...(index.replicaIdentity ? [replicateBy(table, index.name)] : []),
  ];
}

const clusterOn = (table: QualifiedName, index: string) =>
  `ALTER TABLE ${quoteName(table)} CLUSTER ON ${quoteIdentifier(index)}`;

const replicateBy = (table: QualifiedName, index: string) =>
  `ALTER TABLE ${quoteName(table)} REPLICA IDENTITY USING INDEX ${quoteIdentifier(index)}`;

/** The mark back on the index that had it, if that is there: one that is not brings it along when it is made again. */
export function markBack(change: Change): Undo | undefined {
  if (change.kind === 'set cluster' && change.was !== undefined)
    return whereThere(change.table, change.was, clusterOn(change.table, change.was));
  if (change.kind === 'set replica identity' && change.was === 'index' && change.indexWas !== undefined)
    return whereThere(change.table, change.indexWas, replicateBy(change.table, change.indexWas));
  return undefined;
}

function whereThere(table: QualifiedName, index: string, mark: string): Undo {
  const name = quoteLiteral(quoteName({ schema: table.schema, name: index }));
  return undoBy(
    `DO ${dollarQuoted(`BEGIN
  IF to_regclass(${name}) IS NOT NULL THEN
    ${mark};
  END IF;
END`)}`,
  );
}
