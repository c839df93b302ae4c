import type { DataType } from '../../catalog/type.ts';
import type { ReceivedType, Receiving } from '../receiving.ts';
import { quoteIdentifier } from './quote.ts';
import { schemaStatements } from './schema.ts';

/** Types are those of STRICT-free tables, named so that both their affinity and their meaning are seen. */
export const receiving: Receiving = {
  type: ({ family, length, precision, scale, bytes }: DataType): ReceivedType => {
    switch (family) {
      case 'boolean':
        return { text: 'boolean', lost: 'any number is taken for a truth value' };
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
          : { text: `varchar(${length})`, lost: 'its length, which is no limit' };
      case 'binary':
      case 'bits':
        return { text: 'blob' };
      case 'date':
        return { text: 'date', lost: 'its form: any text is taken for a date' };
      case 'time':
        return { text: 'time', lost: 'its form: any text is taken for a time' };
      case 'timestamp':
      case 'timestamp-with-zone':
        return { text: 'datetime', lost: 'its form: any text is taken for a time' };
      case 'json':
      case 'json-binary':
        return { text: 'json', lost: 'its form: any text is taken for JSON' };
      default:
        return { text: 'text', lost: `its type, ${family}: it is text` };
    }
  },
  numberingType: 'integer',
  numbersForTruth: true,
  now: 'CURRENT_TIMESTAMP',
  // The engine looks into them when it compiles a statement that uses them.
  probe: ({ name }, kind) =>
    kind === 'view'
      ? `EXPLAIN SELECT * FROM ${quoteIdentifier(name)}`
      : `EXPLAIN INSERT INTO ${quoteIdentifier(name)} DEFAULT VALUES`,
  statements: schemaStatements,
};
