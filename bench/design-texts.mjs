// How near designs come to descriptions of many kinds: precision, recall and F1 of tables, columns and references, and how
// many natural keys are told apart (as the primary key, or as a unique key beside a number). Each text stands in
// bench/design-texts with the tables that its author expected before it was first read. The texts of a to e, g and i have been
// used since to better the grammar; those of f and h are closed: nobody reads them to learn from, and only their totals are
// looked at. What a batch scored when it was new is in docs/decisions/018-design.md.
// Form of a batch: "=== name", the text, "---", and a line for each table: `name|other name: column, column > table, table
// # key`. What ends with "?" may be there or not, and so may a table whose line begins with it.
// Run: npm run build && node bench/design-texts.mjs [batch…]    Writes bench/results/design-texts.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { domains } from '../dist/design/knowledge/knowledge.js';
import { structure } from '../dist/design/structure/structure.js';
import { understand } from '../dist/design/understand/understand.js';
import { postgresTraits } from '../dist/engines/postgres/traits.js';

const folder = new URL('./design-texts/', import.meta.url);

function singular(name) {
  const one = name
    .toLowerCase()
    .replace(/children$/, 'child')
    .replace(/people$/, 'person')
    .replace(/species$/, 'specie');
  if (/ies$/.test(one)) return one.replace(/ies$/, 'y');
  if (/(?:ch|sh|x|ss)es$/.test(one)) return one.slice(0, -2);
  return /(?:ss|us|is)$/.test(one) ? one : one.replace(/s$/, '');
}

const words = (text = '') =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
const namesOf = (text) => text.split('|').map((one) => singular(one.trim().replace(/\?$/, '')));
const bare = (name) => name.replaceAll('_', '');
const isOneOf = (names, name) => names.some((one) => bare(one) === bare(singular(name)));
const mayMiss = (text) => text.includes('?');

function expectedTable(line) {
  const [head = '', ...behind] = line.replace(/^\?/, '').split(':');
  const [body = '', key] = behind.join(':').split('#');
  const [columns, references] = body.split('>');
  return {
    names: namesOf(head),
    optional: line.startsWith('?') || /\?\s*$/.test(head),
    columns: words(columns).map((one) => ({ names: namesOf(one), optional: mayMiss(one) })),
    references: words(references).map((one) => ({ to: namesOf(one.replace(/\s+as .*$/, '')), optional: mayMiss(one) })),
    key: key?.trim().split('+').map(namesOf),
  };
}

function casesOf(batch) {
  const blocks = readFileSync(new URL(`${batch}.txt`, folder), 'utf8')
    .split(/^=== /m)
    .slice(1);
  return blocks.map((block) => {
    const [name = '', ...rest] = block.split('\n');
    const [text = '', tables = ''] = rest.join('\n').split(/^---.*$/m);
    return {
      name,
      text: text.trim(),
      wanted: tables
        .split('\n')
        .filter((one) => one.trim() !== '')
        .map(expectedTable),
    };
  });
}

/** What a designed table lies between is what is expected to: the same references, and a column of it where it has any. */
function liesBetween(table, wanted, matched) {
  const mandatory = wanted.references.filter((one) => !one.optional);
  const refers = ({ to }) =>
    table.references.some((one) => matched.get(one.to)?.names.some((name) => to.includes(name)));
  return (
    wanted.references.length >= 2 &&
    table.references.length === wanted.references.length &&
    mandatory.every(refers) &&
    (wanted.columns.length === 0 ||
      table.columns.some((column) => wanted.columns.some(({ names }) => isOneOf(names, column.name))))
  );
}

/** By the name of a designed table: the expected one. */
function matchTables(tables, wanted) {
  const matched = new Map();
  const isLeft = (one) => ![...matched.values()].includes(one);
  for (const one of wanted) {
    const found = tables.find((table) => !matched.has(table.name) && one.names.includes(singular(table.name)));
    if (found) matched.set(found.name, one);
  }
  for (const one of wanted.filter(isLeft)) {
    const found = tables.find((table) => !matched.has(table.name) && liesBetween(table, one, matched));
    if (found) matched.set(found.name, one);
  }
  return matched;
}

/** Counts of what is wanted, of what is there, and of what is both; what may be there counts nowhere. */
const tally = () => ({ wanted: 0, there: 0, hits: 0 });

function countColumns(count, table, wanted) {
  const keys = new Set(table?.references.flatMap((one) => one.columns) ?? []);
  const own = (table?.columns ?? []).map(({ name }) => name).filter((name) => !keys.has(name));
  const taken = new Set();
  for (const { names, optional } of wanted.columns) {
    const found =
      own.find((name) => name !== 'id' && !taken.has(name) && isOneOf(names, name)) ??
      own.find((name) => !taken.has(name) && isOneOf(names, name));
    if (found !== undefined) taken.add(found);
    if (optional) continue;
    count.wanted++;
    if (found === undefined) continue;
    count.hits++;
    count.there++;
  }
  count.there += own.filter((name) => !taken.has(name) && !/^(?:id|created_at|updated_at)$/.test(name)).length;
}

function countReferences(count, table, wanted, matched, all) {
  const left = [...(table?.references ?? [])];
  for (const { to, optional } of wanted.references) {
    const at = left.findIndex((one) => matched.get(one.to)?.names.some((name) => to.includes(name)));
    if (at >= 0) left.splice(at, 1);
    if (optional || all.find((one) => one.names.some((name) => to.includes(name)))?.optional) continue;
    count.wanted++;
    if (at < 0) continue;
    count.hits++;
    count.there++;
  }
  count.there += left.filter((one) => !matched.get(one.to)?.optional).length;
}

function isKey(columns, key) {
  const stem = (name) => name.replace(/_(?:id|number|code)$/, '');
  return (
    columns.length === key.length &&
    key.every((names) =>
      columns.some(
        (column) =>
          isOneOf(names, column) || (key.length > 1 && names.some((name) => stem(singular(column)) === stem(name))),
      ),
    )
  );
}

function countKeys(count, table, { key }) {
  if (!key) return;
  count.wanted++;
  const all = table ? [table.primaryKey ?? [], ...table.uniques.map((one) => one.columns)] : [];
  if (all.some((columns) => isKey(columns, key))) count.hits++;
}

function scoreOf({ text, wanted }) {
  const { tables } = structure(understand({ text, name: 'the text' }, domains), postgresTraits('18')).blueprint;
  const matched = matchTables(tables, wanted);
  const counts = { tables: tally(), columns: tally(), references: tally(), keys: tally() };
  for (const one of wanted.filter(({ optional }) => !optional)) {
    const table = tables.find(({ name }) => matched.get(name) === one);
    counts.tables.wanted++;
    if (table) counts.tables.hits++;
    countColumns(counts.columns, table, one);
    countReferences(counts.references, table, one, matched, wanted);
    countKeys(counts.keys, table, one);
  }
  counts.tables.there = tables.filter(({ name }) => !matched.get(name)?.optional).length;
  for (const table of tables.filter(({ name }) => !matched.has(name)))
    counts.references.there += table.references.length;
  return counts;
}

function ratios({ wanted, there, hits }) {
  const recall = wanted === 0 ? 1 : hits / wanted;
  const precision = there === 0 ? (wanted === 0 ? 1 : 0) : hits / there;
  return { recall, precision, f1: recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision) };
}

const round = (value) => Number(value.toFixed(3));
const mean = (values) => round(values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length));

/** The mean over the texts, each of which counts alike. */
function summaryOf(scores) {
  const of = (part) => {
    const all = scores.map((one) => ratios(one[part]));
    const average = (key) => mean(all.map((one) => one[key]));
    return { recall: average('recall'), precision: average('precision'), f1: average('f1') };
  };
  const keyed = scores.filter(({ keys }) => keys.wanted > 0);
  return {
    texts: scores.length,
    tables: of('tables'),
    columns: of('columns'),
    references: of('references'),
    keys: mean(keyed.map(({ keys }) => keys.hits / keys.wanted)),
  };
}

const named = process.argv.slice(2);
const batches = readdirSync(folder)
  .map((file) => file.replace(/\.txt$/, ''))
  .sort();
const results = {};
for (const batch of named.length > 0 ? named : batches) {
  results[batch] = summaryOf(casesOf(batch).map(scoreOf));
  console.log(batch, JSON.stringify(results[batch]));
}
if (named.length === 0) {
  mkdirSync(new URL('./results/', import.meta.url), { recursive: true });
  writeFileSync(new URL('./results/design-texts.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
}
