import type { Catalog, OtherObject } from './catalog.ts';
import type { QualifiedName } from './names.ts';
import type { ViewColumn } from './table.ts';

/** What is no table of the engine's own and read as one: a full-text index, an R-tree. */
export interface VirtualTable extends QualifiedName {
  readonly columns: readonly ViewColumn[];
  readonly reads: readonly QualifiedName[];
  readonly definition: string;
  readonly comment?: string;
}

/** Of a catalog: those whose columns are known. */
export function virtualTables({ others }: Pick<Catalog, 'others'>): readonly VirtualTable[] {
  return others.flatMap((one) => virtualTable(one) ?? []);
}

function virtualTable({
  schema,
  name,
  columns,
  reads = [],
  definition = '',
  comment,
}: OtherObject): VirtualTable | undefined {
  if (schema === undefined || columns === undefined) return undefined;
  return { schema, name, columns, reads, definition, ...(comment === undefined ? {} : { comment }) };
}
