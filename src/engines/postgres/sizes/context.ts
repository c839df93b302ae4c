import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { TableContext } from '../../sizes.ts';

/** Rows of a sample for each step of the statistics target (std_typanalyze, src/backend/commands/analyze.c). */
const rowsPerTarget = 300;

/**
 * Minors that still deduplicate `char(n)`; measured: 13.23, 15.18, 17.10 and 18.4 do, 15.20 does not (its bt_metap says
 * so). The others are of the same day as these.
 */
const lastWithPaddedText: Readonly<Record<number, number>> = { 14: 23, 15: 18, 16: 14, 17: 10, 18: 4 };

/** What the size of a table's indexes hangs on beside its rows and columns. */
export function tableContext(catalog: Catalog, statistics: Statistics, table: QualifiedName): TableContext {
  const own = catalog.statistics.filter((one) => sameName(one.table, table));
  const observed = statistics.tables[qualified(table)]?.origin === 'observed';
  const target = Number(statistics.settings['default_statistics_target'] ?? 100);
  const [major, minor = 0] = (statistics.serverVersion ?? '').match(/\d+/g)?.map(Number) ?? [];
  return {
    multivariate: own.flatMap((one) => statistics.multivariate?.[qualified(one)] ?? []),
    unequalCollations: catalog.others.flatMap(({ kind, name, schema, definition }) =>
      kind === 'collation' && schema !== undefined && /deterministic = false/.test(definition ?? '')
        ? [qualified({ schema, name })]
        : [],
    ),
    ...(observed ? { sampleRows: rowsPerTarget * target } : {}),
    ...(major === undefined
      ? {}
      : { major, paddedTextIsDeduplicated: minor <= (lastWithPaddedText[major] ?? (major < 18 ? Infinity : -1)) }),
  };
}
