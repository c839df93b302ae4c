// How near designs come to described cases: recall and precision of tables and columns; recall of primary keys, unique keys
// and references. Names are compared with synonyms. A reference counts when the designed table refers to the other, or
// to a table that does (a copy of an edition of a book is a copy of the book): "direct" counts the first kind alone.
// Run: npm run build && node bench/design.mjs [cases.json]    Writes bench/results/design.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { domains } from '../dist/design/knowledge/knowledge.js';
import { structure } from '../dist/design/structure/structure.js';
import { understand } from '../dist/design/understand/understand.js';
import { postgresTraits } from '../dist/engines/postgres/traits.js';

const file = process.argv[2] ?? new URL('../test/design-cases/cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8'));

/** Words for the same table or column, singular. The first is what all become. */
const synonyms = [
  ['book', 'book_title', 'title', 'work'],
  ['copy', 'book_copy', 'exemplar'],
  ['edition', 'book_edition'],
  ['category', 'product_category'],
  ['tag', 'tag_category', 'label'],
  ['edition_tag', 'edition_tag_category'],
  ['order_item', 'line_item', 'order_line', 'item'],
  ['enrollment', 'enrolment', 'student_course', 'course_student'],
  ['user', 'customer', 'account'],
];
const columnSynonyms = [
  ['name', 'title', 'product_name', 'category_name', 'full_name', 'given_name'],
  ['order_date', 'placed_at', 'ordered_at'],
  ['id', 'code'],
];

function singular(name) {
  return name.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

function canonical(name, lists) {
  const one = singular(name);
  return lists.find((list) => list.includes(one))?.[0] ?? one;
}

const tableName = (name) => canonical(name, synonyms);
const columnName = (name) =>
  name.endsWith('_id') ? `${tableName(name.slice(0, -3))}_id` : canonical(name, columnSynonyms);

function designed(text) {
  const { blueprint } = structure(understand({ text, name: 'the case' }, domains), postgresTraits('18'));
  return blueprint.tables;
}

function ratio(hits, all) {
  return all === 0 ? undefined : hits / all;
}

/** Whether a table refers to another, directly or by way of one that does. */
function refers(tables, from, to, steps = 2) {
  const table = tables.find((one) => tableName(one.name) === from);
  if (!table) return false;
  return table.references.some(
    (one) =>
      tableName(one.to) === to ||
      (steps > 1 && one.to !== table.name && refers(tables, tableName(one.to), to, steps - 1)),
  );
}

const results = cases.map(({ name, text, tables: wanted }) => {
  const tables = designed(text);
  const found = new Map(tables.map((one) => [tableName(one.name), one]));
  const expected = Object.entries(wanted).map(([table, one]) => ({ table: tableName(table), ...one }));
  const hits = expected.filter((one) => found.has(one.table));
  let columns = 0;
  let columnHits = 0;
  let keys = 0;
  let keyHits = 0;
  let uniques = 0;
  let uniqueHits = 0;
  let references = 0;
  let direct = 0;
  let reached = 0;
  for (const one of expected) {
    const table = found.get(one.table);
    const own = new Set((table?.columns ?? []).map((column) => columnName(column.name)));
    columns += one.columns.length;
    columnHits += one.columns.filter(
      (column) =>
        own.has(columnName(column)) ||
        (column.endsWith('_id') && table?.references.some((to) => tableName(to.to) === tableName(column.slice(0, -3)))),
    ).length;
    if (one.key) {
      keys++;
      const pair = one.key.length > 1;
      const known = (table?.primaryKey ?? []).map(columnName);
      const same = pair
        ? one.key.every(
            (column) =>
              known.includes(columnName(column)) ||
              (one.references ?? []).some(
                ([by, to]) =>
                  by === column &&
                  table?.references.some(
                    (two) => tableName(two.to) === tableName(to) || refers(tables, tableName(two.to), tableName(to), 1),
                  ),
              ),
          )
        : known.length === 1;
      if (table && same) keyHits++;
    }
    for (const unique of one.unique ?? []) {
      uniques++;
      const names = unique.map(columnName);
      if (tables.some((two) => two.uniques.some((three) => three.columns.map(columnName).join() === names.join())))
        uniqueHits++;
    }
    for (const [, to] of one.references ?? []) {
      references++;
      if (refers(tables, one.table, tableName(to), 1)) direct++;
      if (refers(tables, one.table, tableName(to))) reached++;
    }
  }
  return {
    name,
    tables: {
      recall: ratio(hits.length, expected.length),
      precision: ratio(hits.length, tables.length),
      missing: expected.filter((one) => !found.has(one.table)).map((one) => one.table),
    },
    columns: { recall: ratio(columnHits, columns) },
    ...(keys > 0 ? { keys: ratio(keyHits, keys) } : {}),
    ...(uniques > 0 ? { uniques: ratio(uniqueHits, uniques) } : {}),
    ...(references > 0
      ? { references: { recall: ratio(reached, references), direct: ratio(direct, references) } }
      : {}),
  };
});

const mean = (values) => {
  const known = values.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Number((known.reduce((sum, one) => sum + one, 0) / known.length).toFixed(4));
};
const kinds = [...new Set(results.map((one) => one.name.replace(/-case.*$/, '')))];
const summary = Object.fromEntries(
  kinds.map((kind) => {
    const own = results.filter((one) => one.name.startsWith(kind));
    return [
      kind,
      {
        cases: own.length,
        tableRecall: mean(own.map((one) => one.tables.recall)),
        tablePrecision: mean(own.map((one) => one.tables.precision)),
        columnRecall: mean(own.map((one) => one.columns.recall)),
        keys: mean(own.map((one) => one.keys)),
        uniques: mean(own.map((one) => one.uniques)),
        references: mean(own.map((one) => one.references?.recall)),
        directReferences: mean(own.map((one) => one.references?.direct)),
      },
    ];
  }),
);
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL('results/design.json', import.meta.url),
  `${JSON.stringify({ summary, cases: results }, undefined, 2)}\n`,
);
console.log(JSON.stringify(summary, undefined, 2));
for (const one of results) console.log(one.name, JSON.stringify({ ...one, name: undefined }));
