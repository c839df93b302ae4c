import type { ColumnRef, Node, RangeVar } from 'libpg-query';
import type { Catalog } from '../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, Table, View } from '../../catalog/table.ts';
import { stringsOf, walk } from '../../engines/postgres/query/nodes.ts';
import type { Parser } from '../../engines/postgres/query/parser.ts';
import { eachTable } from '../../engines/postgres/query/table-references.ts';
import { quoteIdentifier, quoteName } from '../../engines/postgres/quote.ts';

/** The schema in which copies of tables stand while a rewrite is tested. */
export const scratchSchema = 'relvar_rows';

/** A copy of a table, to be filled. */
export interface Copy {
  readonly table: Table;
  /** Its name in the scratch schema. */
  readonly name: string;
}

/** Copies of everything that some queries read. */
export interface Scratch {
  /** Referenced tables before those that refer to them. */
  readonly copies: readonly Copy[];
  /** Foreign keys between the copies, which every row of the real tables fulfils, too. */
  readonly references: readonly { readonly from: Copy; readonly key: ForeignKey; readonly to: Copy }[];
  /** The queries of the views that are read. */
  readonly views: readonly Node[];
  /** What makes them. */
  readonly statements: readonly string[];
  /** A query with the copies in place of the tables. */
  readonly moved: (statement: Node) => Node;
}

/** Plans the copies; why there can be none where a table is not known. */
export function scratchFor(
  statements: readonly Node[],
  catalog: Catalog,
  parser: Parser,
  defaultSchema: string,
): Scratch | { readonly reason: string } {
  const tables = new Map<string, Copy>();
  const views = new Map<string, { readonly view: View; readonly name: string; readonly body: Node }>();
  let reason: string | undefined;
  const nameOf = (range: RangeVar): QualifiedName => ({
    schema: range.schemaname ?? defaultSchema,
    name: range.relname ?? '',
  });
  const see = (range: RangeVar): void => {
    const name = nameOf(range);
    const key = qualified(name);
    if (tables.has(key) || views.has(key)) return;
    const table = catalog.tables.find((one) => qualified(one) === key);
    if (table) {
      tables.set(key, { table, name: `t${tables.size + 1}` });
      return;
    }
    const view = catalog.views.find((one) => qualified(one) === key);
    const body = view && statementOf(view.definition, parser);
    if (!view || !body) {
      reason ??= `${key} is not a table of the schema`;
      return;
    }
    eachTable(body, see);
    // What it reads was seen first, so that it can be made in this order.
    views.set(key, { view, name: `v${views.size + 1}`, body });
  };
  for (const statement of statements) eachTable(statement, see);
  if (reason !== undefined) return { reason };
  const moved = (statement: Node): Node => {
    const copy = structuredClone(statement);
    eachTable(copy, (range) => {
      const name = nameOf(range);
      const found = tables.get(qualified(name)) ?? views.get(qualified(name));
      if (!found) return;
      range.alias ??= { aliasname: name.name };
      range.schemaname = scratchSchema;
      range.relname = found.name;
    });
    walk(copy, (node) => {
      if ('ColumnRef' in node) withoutSchema(node.ColumnRef);
      return undefined;
    });
    return copy;
  };
  const copies = inOrder([...tables.values()]);
  const references = referencesBetween(copies);
  return {
    copies,
    references,
    views: [...views.values()].map(({ body }) => body),
    moved,
    statements: [
      `CREATE SCHEMA ${scratchSchema}`,
      ...copies.flatMap(tableStatements),
      ...references.map(({ from, key, to }) => referenceStatement(from, key, to)),
      ...[...views.values()].map(
        ({ view, name, body }) =>
          `CREATE VIEW ${scratchSchema}.${name} (${view.columns.map((column) => quoteIdentifier(column.name)).join(', ')}) AS ${parser.write(moved(body))}`,
      ),
    ],
  };
}

function statementOf(sql: string, parser: Parser): Node | undefined {
  const parsed = parser.parse(sql);
  return 'fault' in parsed ? undefined : parsed.statements[0]?.node;
}

/** `schema.table.column` has no meaning once the table stands elsewhere. */
function withoutSchema(reference: ColumnRef): void {
  const { fields = [] } = reference;
  if (fields.length === 3 && stringsOf(fields.slice(0, 2)).length === 2) reference.fields = fields.slice(1);
}

/** Tables after those that they refer to, as far as there is no circle. */
function inOrder(copies: readonly Copy[]): readonly Copy[] {
  const ordered: Copy[] = [];
  const visit = (copy: Copy, path: readonly Copy[]): void => {
    if (ordered.includes(copy) || path.includes(copy)) return;
    for (const key of copy.table.foreignKeys) {
      const to = copies.find((one) => qualified(one.table) === qualified(key.references));
      if (to) visit(to, [...path, copy]);
    }
    ordered.push(copy);
  };
  for (const copy of copies) visit(copy, []);
  return ordered;
}

function referencesBetween(copies: readonly Copy[]): Scratch['references'] {
  return copies.flatMap((from) =>
    from.table.foreignKeys.flatMap((key) => {
      const to = copies.find((one) => qualified(one.table) === qualified(key.references));
      // One that is put off until the end of a transaction may be broken within it.
      const holds = key.validated && key.enforced && !key.deferrable && !key.period;
      return to && holds ? [{ from, key, to }] : [];
    }),
  );
}

function tableStatements({ table, name }: Copy): readonly string[] {
  const copy = `${scratchSchema}.${name}`;
  const loose = [
    ...table.columns
      .filter((column) => column.notNull && !column.notNull.validated)
      .map((column) => `ALTER TABLE ${copy} ALTER COLUMN ${quoteIdentifier(column.name)} DROP NOT NULL`),
    ...table.checks
      .filter((check) => !check.validated || !check.enforced)
      .map((check) => `ALTER TABLE ${copy} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(check.name)}`),
  ];
  return [
    `CREATE TABLE ${copy} (LIKE ${quoteName(table)} INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING GENERATED)`,
    ...loose,
  ];
}

function referenceStatement(from: Copy, key: ForeignKey, to: Copy): string {
  const list = (names: readonly string[]) => names.map(quoteIdentifier).join(', ');
  const match = key.match === 'full' ? ' MATCH FULL' : '';
  return `ALTER TABLE ${scratchSchema}.${from.name} ADD FOREIGN KEY (${list(key.columns)}) REFERENCES ${scratchSchema}.${to.name} (${list(key.referencedColumns)})${match}`;
}
