import { compareText, displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { needsQuotes } from '../quoted-names.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { type Draft, defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'identifier-needs-quotes',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A name can only be written in quotes.',
  headline: (count) => `${count} objects have names that need quotes`,
  why: 'Every statement written by hand must quote the name in exactly this form; without quotes the engine folds it to lower case and finds nothing.',
  effort: 'days',
  tradeOff: 'A new name breaks every program that uses the old one; a view with the old name can bridge the time.',
  needs: ['catalog'],
  settings: {
    /** From this share of the tables of a schema on, such names are its convention, and said once for all of them. */
    convention: 0.5,
    /** Fewer tables make no convention. */
    leastTables: 5,
  },
  *check({ catalog, lookups, settings, traits }) {
    const odd = (name: string) => needsQuotes(name, traits.quote);
    const bySchema = new Map<string, Table[]>();
    for (const table of lookups.ownTables) {
      if (isMigrationRecord(table.name)) continue;
      const known = bySchema.get(table.schema);
      if (known) known.push(table);
      else bySchema.set(table.schema, [table]);
    }
    for (const [schema, tables] of bySchema) {
      const found = tables.flatMap((table) => oddNames(table, odd) ?? []);
      if (tables.length >= settings.leastTables && found.length >= settings.convention * tables.length)
        yield convention(schema, tables.length, found);
      else yield* found.map(one);
    }
    const others: readonly (readonly [
      Subject['kind'],
      readonly { readonly schema: string; readonly name: string }[],
    ])[] = [
      ['view', catalog.views],
      ['type', catalog.types],
    ];
    for (const [kind, objects] of others) {
      for (const object of objects) {
        if (!odd(object.name)) continue;
        yield {
          at: { kind, object },
          message: `the ${kind} ${qualified(object)} needs quotes`,
          evidence: [stated(reason(object.name))],
          changes: [],
        };
      }
    }
    for (const { name } of catalog.schemas) {
      if (!odd(name)) continue;
      yield {
        at: { kind: 'schema', object: { schema: name, name } },
        message: `the schema ${displayName(name)} needs quotes`,
        evidence: [stated(reason(name))],
        changes: [],
      };
    }
  },
});

interface OddTable {
  readonly table: Table;
  readonly nameIsOdd: boolean;
  readonly columns: readonly string[];
}

function oddNames(table: Table, odd: (name: string) => boolean): OddTable | undefined {
  const columns = table.columns.map((column) => column.name).filter(odd);
  const nameIsOdd = odd(table.name);
  return nameIsOdd || columns.length > 0 ? { table, nameIsOdd, columns } : undefined;
}

function one({ table, nameIsOdd, columns }: OddTable): Draft {
  const shown = columns.slice(0, 3).map(displayName).join(', ') + (columns.length > 3 ? ' …' : '');
  const own = columns.length === 1 ? `its column ${shown}` : `${columns.length} of its columns (${shown})`;
  const subject = !nameIsOdd ? own : columns.length === 0 ? '' : ` and ${own}`;
  const first = nameIsOdd ? table.name : (columns[0] ?? '');
  return {
    at: { kind: 'table', object: table },
    message: nameIsOdd
      ? `${qualified(table)}${subject} need${columns.length === 0 ? 's' : ''} quotes`
      : `${qualified(table)}: ${subject} need${columns.length === 1 ? 's' : ''} quotes`,
    evidence: [stated(reason(first))],
    changes: [],
  };
}

/** Nobody renames all tables: what the convention is, and what it costs, is worth one line. */
function convention(schema: string, tables: number, found: readonly OddTable[]): Draft {
  const names = found
    .flatMap(({ table, nameIsOdd, columns }) => [...(nameIsOdd ? [table.name] : []), ...columns])
    .sort(compareText);
  const examples = [...new Set(names)].slice(0, 3).map(displayName).join(', ');
  return {
    at: { kind: 'schema', object: { schema, name: schema } },
    message: `${found.length} of ${tables} tables of the schema ${displayName(schema)} need quotes, for themselves or for columns: ${examples} …`,
    why: 'It is the convention of this schema, as some object-relational mappers make it: queries written by hand, reports and sessions at a console must quote every such name.',
    evidence: [stated(`${names.length} names of tables and columns need quotes`)],
    changes: [],
    weighs: found.map(({ table }) => table),
  };
}

function reason(name: string): string {
  const what = /\p{Lu}/u.test(name)
    ? 'capital letters'
    : /\s/.test(name)
      ? 'spaces'
      : /^\p{N}/u.test(name)
        ? 'a digit first'
        : 'characters that end a name';
  const plain = words(name).join('_');
  return `${displayName(name)} has ${what}${plain === '' || /^\p{N}/u.test(plain) ? '' : `; ${plain} would need no quotes`}`;
}
