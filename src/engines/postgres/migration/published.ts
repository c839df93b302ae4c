import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { objectKey } from '../../../catalog/object.ts';
import type { Table } from '../../../catalog/table.ts';

/** Tables with rows of their own of which updates and deletes go to subscribers. */
export function publishedTables({ tables, others }: Catalog): readonly QualifiedName[] {
  const published = others
    .filter(({ kind }) => kind === 'publication')
    .filter((one) => {
      const setting = others.find(
        ({ kind, name }) => kind === 'setting of' && name === `${keyOf(one.name)}: publish`,
      )?.definition;
      return setting === undefined || /update|delete/.test(setting);
    });
  const all = published.some(({ definition }) => definition?.endsWith(' FOR ALL TABLES'));
  const keys = published.map(({ name }) => keyOf(name));
  const members = new Set(
    others.flatMap(({ kind, on = [] }) => (kind === 'member of' && keys.includes(on[0] ?? '') ? on.slice(1) : [])),
  );
  const isMember = (table: Table): boolean => {
    const { schema, name, partitionOf } = table;
    if (all || members.has(objectKey({ kind: 'table', schema, name }))) return true;
    if (members.has(objectKey({ kind: 'schema', name: schema }))) return true;
    const parent = partitionOf && tables.find((one) => sameName(one, partitionOf.parent));
    return parent !== undefined && isMember(parent);
  };
  const hasRows = ({ kind, partitioning, persistence }: Table) =>
    kind === 'table' && !partitioning && persistence === 'permanent';
  return tables.filter((table) => hasRows(table) && isMember(table)).map(({ schema, name }) => ({ schema, name }));
}

const keyOf = (name: string) => objectKey({ kind: 'other', other: 'publication', name });
