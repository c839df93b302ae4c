import { Refused } from '../read/draft.ts';
import type { Situation } from './class-of.ts';

/**
 * What it takes to divide a table, to put it together, or to change its parts.
 * @throws Refused where a table cannot be divided
 */
export function partition(verb: string, { demands, before, dialect }: Situation): void {
  const mysql = dialect.flavour === 'mysql';
  if (verb === 'partition' && before.indexes.some(({ kind }) => kind === 'spatial'))
    throw new Refused(`${before.name} has a spatial index: it cannot be divided`);
  if (verb === 'partition' || verb === 'remove') {
    demands.copies = true;
    demands.instant = 'rows are divided anew';
    if (mysql) demands.copy ??= 'rows are divided anew';
  } else if (!mysql) demands.untold ??= 'the server takes no word on how it changes partitions';
  else if (verb === 'truncate' || verb === 'exchange') demands.instant ??= 'a partition is exchanged whole';
  else {
    demands.inPlace ??= 'partitions come or go';
    const byValue = /^(?:range|list)\b/i.test(before.options['partition_by'] ?? '');
    if (verb !== 'drop' && !(verb === 'add' && byValue)) demands.shared ??= 'rows move between partitions';
  }
}
