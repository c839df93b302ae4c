import { qualifiedColumn } from '../../catalog/names.ts';
import type { DataType } from '../../catalog/type.ts';
import { stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'misleading-column-type',
  category: 'types',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A declared type makes the engine change values in a way that its name does not tell.',
  headline: (count) => `${count} columns are declared with types that the engine takes for something else`,
  why: 'The engine looks for a few syllables in the declared type, and turns values into what it finds there: texts that look like numbers lose their zeros, or all values become integers.',
  effort: 'hours',
  tradeOff: 'The table is built anew; values that were changed when they were stored do not come back.',
  needs: ['catalog'],
  when: (traits) => !traits.enforcesTypes,
  settings: {},
  *check({ lookups }) {
    for (const [table, column] of judgedColumns(lookups)) {
      const found = misread(column.type);
      if (!found) continue;
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} is declared ${column.type.text}, which the engine takes for ${found.taken}: ${found.so}`,
        ...(found.seldom ? { severity: 'low' as const } : {}),
        evidence: [stated(`the affinity of ${column.type.text} is ${column.type.affinity}`)],
        changes: [{ kind: 'change type', table, column: column.name, type: found.better, was: column }],
      };
    }
  },
});

interface Misread {
  readonly taken: string;
  readonly so: string;
  readonly better: string;
  /** Of values that hardly ever look like numbers. */
  readonly seldom?: true;
}

function misread({ name, affinity }: DataType): Misread | undefined {
  if (affinity === 'numeric' && /^(?:json|jsonb|xml|inet)$/.test(name)) {
    return { taken: 'a number', so: 'only a value that is a bare number is changed', better: 'text', seldom: true };
  }
  if (affinity === 'numeric' && /^(?:string|str|enum|set|uuid|guid|uniqueidentifier|citext)$/.test(name)) {
    return { taken: 'a number', so: "a value like '007' or '1e5' is stored as 7 or 100000.0", better: 'text' };
  }
  if (affinity === 'integer' && /point|interval|fingerprint|print/.test(name)) {
    const better = /float|double|real/.test(name) ? 'real' : 'text';
    return {
      taken: 'an integer, for the syllable INT in it',
      so: "a value like '2.0' or '007' is stored as 2 or 7",
      better,
    };
  }
  return undefined;
}
