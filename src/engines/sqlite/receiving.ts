import type { DataType } from '../../catalog/type.ts';
import type { ReceivedType, Receiving } from '../receiving.ts';
import { globs } from './globs.ts';
import { quoteIdentifier } from './quote.ts';
import { schemaStatements } from './schema.ts';

/** Types are those of STRICT-free tables, named so that both their affinity and their meaning are seen. */
export const receiving: Receiving = {
  type: ({ family, length, precision, scale, bytes }: DataType): ReceivedType => {
    switch (family) {
      case 'boolean':
        return {
          text: 'boolean',
          lost: 'any number is taken for a truth value',
          check: (column) => `${column} IN (0, 1)`,
        };
      case 'integer':
        return { text: 'integer', ...((bytes ?? 8) < 8 ? { lost: 'its range: integers are of 64 bits' } : {}) };
      case 'decimal':
      case 'money':
        return {
          text: precision === undefined ? 'numeric' : `numeric(${[precision, scale ?? 0].join(',')})`,
          lost: 'exactness: fractions are binary',
        };
      case 'float':
        return { text: 'real' };
      case 'text':
      case 'character':
        return length === undefined
          ? { text: 'text' }
          : {
              text: `varchar(${length})`,
              lost: 'its length, which is no limit',
              check: (column) => `length(${column}) <= ${length}`,
            };
      case 'binary':
      case 'bits':
        return { text: 'blob' };
      case 'date':
        return { text: 'date', lost: 'its form: any text is taken for a date', check: isTime };
      case 'time':
        return { text: 'time', lost: 'its form: any text is taken for a time', check: isTime };
      case 'timestamp':
      case 'timestamp-with-zone':
        return { text: 'datetime', lost: 'its form: any text is taken for a time', check: isTime };
      case 'json':
      case 'json-binary':
        // The engine takes a column of the type json for one of numbers.
        return {
          text: 'text',
          lost: 'its form: any text is taken for JSON',
          check: (column) => `json_valid(${column})`,
        };
      default:
        return { text: 'text', lost: `its type, ${family}: it is text` };
    }
  },
  numberingType: 'integer',
  numbersForTruth: true,
  now: 'CURRENT_TIMESTAMP',
  matching: globs,
  // The engine looks into them when it compiles a statement that uses them.
  probe: ({ name }, kind) =>
    kind === 'view'
      ? `EXPLAIN SELECT * FROM ${quoteIdentifier(name)}`
      : `EXPLAIN INSERT INTO ${quoteIdentifier(name)} DEFAULT VALUES`,
  statements: schemaStatements,
};

function isTime(column: string): string {
  return `${column} IS NULL OR julianday(${column}) IS NOT NULL`;
}
