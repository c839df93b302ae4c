import type { Traits } from '../../catalog/traits.ts';
import { reservedWords } from './keywords.ts';
import { quoteIdentifier } from './quote.ts';

/** What SQLite can do: the parts that the catalog knows of are the same in all versions since 3.37 (STRICT, 2021). */
export function sqliteTraits(version: string): Traits {
  return {
    name: `SQLite ${version.split('.').slice(0, 2).join('.')}`,
    transactionalDdl: true,
    concurrentIndexBuild: false,
    notValidConstraints: false,
    notValidNotNull: false,
    notValidPartitionedForeignKeys: false,
    virtualColumns: true,
    indexesForeignKeys: false,
    partialIndexes: true,
    identityColumns: false,
    binaryJson: false,
    uuidType: false,
    networkTypes: false,
    timestampWithZone: false,
    deleteActionColumns: false,
    nullsNotDistinct: false,
    rowSecurity: false,
    invokerViews: false,
    searchPath: false,
    alignedColumns: false,
    partitioning: false,
    altersGenerated: true,
    altersEnforced: false,
    replacesTriggers: false,
    enforcesTypes: false,
    enforcesLengths: false,
    exactDecimals: false,
    integerSizes: false,
    timeTypes: false,
    timeFormCheck: (column) => `${column} IS NULL OR julianday(${column}) IS NOT NULL`,
    enforcesForeignKeys: false,
    rowNumberTables: true,
    comments: false,
    identifierBytes: Number.POSITIVE_INFINITY,
    defaultSchema: 'main',
    quote: quoteIdentifier,
    reservedWords,
  };
}
