import type { Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { ReceivedType, Receiving } from '../receiving.ts';
import { blueprints } from './blueprint/index.ts';
import { schemaStatements } from './schema/index.ts';

export const receiving: Receiving = {
  type: ({ family, length, precision, scale, bytes, unsigned, name }: DataType): ReceivedType => {
    switch (family) {
      case 'boolean':
        return { text: 'boolean' };
      case 'integer': {
        // What is never negative reaches twice as far.
        const size = (bytes ?? 8) * (unsigned ? 2 : 1);
        return size <= 2
          ? { text: 'smallint' }
          : size <= 4
            ? { text: 'integer' }
            : { text: size > 8 ? 'numeric(20,0)' : 'bigint' };
      }
      case 'decimal':
      case 'money':
        return { text: precision === undefined ? 'numeric' : `numeric(${precision},${scale ?? 0})` };
      case 'float':
        return { text: bytes === 4 ? 'real' : 'double precision' };
      case 'text':
        return { text: length === undefined ? 'text' : `character varying(${length})` };
      case 'character':
        return { text: `character(${length ?? 1})` };
      case 'binary':
      case 'bits':
        return { text: 'bytea' };
      case 'date':
        return { text: 'date' };
      case 'time':
        return { text: 'time without time zone' };
      case 'timestamp':
        return { text: 'timestamp without time zone' };
      case 'timestamp-with-zone':
        return { text: 'timestamp with time zone' };
      case 'json':
      case 'json-binary':
        return { text: 'jsonb' };
      case 'uuid':
        return { text: 'uuid' };
      default:
        return { text: 'text', lost: `its type, ${name}: it is text` };
    }
  },
  numberingType: 'bigint',
  numbersForTruth: false,
  now: 'now()',
  statements: (catalog) => [...schemaStatements({ ...catalog, tables: catalog.tables.map(withDefinitions) })],
};

/** Indexes are written by the statements that the engine keeps of them, which those of another one lack. */
function withDefinitions(table: Table): Table {
  const { schema, name } = table;
  return {
    ...table,
    indexes: table.indexes.map((index) => {
      if (index.constraint !== undefined) return index;
      const { unique, include, predicate, nullsNotDistinct } = index;
      const keys = index.keys.map(({ column, expression, descending }) => ({
        ...(column === undefined ? {} : { column }),
        ...(expression === undefined ? {} : { expression }),
        descending,
      }));
      const definition = blueprints.index({
        kind: 'create index',
        table: { schema, name },
        name: index.name,
        keys,
        unique,
        include,
        nullsNotDistinct,
        ...(predicate === undefined ? {} : { predicate }),
      });
      return { ...index, definition: definition.replace(/;\s*$/, '') };
    }),
  };
}
