import type { Node, RangeVar } from 'libpg-query';
import type { Catalog } from '../../../catalog/catalog.ts';
import { closest } from '../../../catalog/closest.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Column } from '../../../catalog/table.ts';
import { RelvarError } from '../../../findings/error.ts';
import { placeIn } from './place.ts';

/** A relation that the catalog knows, with its columns. */
export interface KnownRelation {
  readonly name: QualifiedName;
  readonly columns: readonly string[];
  /** The expressions of its virtual columns, which the engine puts in their place before it plans. */
  readonly computed: ReadonlyMap<string, string>;
}

/** Finds relations by the names that queries use. */
export interface Names {
  /**
   * Nothing for what belongs to the engine itself (`pg_class`, `information_schema.columns`).
   * @throws RelvarError `unknown-table` with the place and the closest name
   */
  relation(range: RangeVar): KnownRelation | undefined;
  /** The collation that a name after COLLATE stands for: the schema's own, else the engine's. */
  readonly collation: (names: readonly string[]) => QualifiedName;
  /** Whether a function of the schema has this name: `t.full_name` may call one. */
  readonly isFunction: (name: string) => boolean;
  readonly isAggregate: (name: string) => boolean;
  /** Whether some table has a virtual column. */
  readonly computes: boolean;
  place(location: number | undefined): string;
}

const engineSchemas: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema', 'pg_toast']);

/** `where` is what messages call the query: `slow.sql:12`. */
export function namesOf(sql: string, catalog: Catalog, defaultSchema: string, where: string): Names {
  const known = new Map<string, KnownRelation>();
  for (const one of [...catalog.tables, ...catalog.views]) {
    known.set(qualified(one), {
      name: { schema: one.schema, name: one.name },
      columns: one.columns.map((column) => column.name),
      computed: new Map(one.columns.flatMap(virtualColumn)),
    });
  }
  const functions = new Set(catalog.routines.map((routine) => routine.name));
  const aggregates = new Set(
    catalog.routines.filter((routine) => routine.kind === 'aggregate').map((routine) => routine.name),
  );
  const collations = catalog.others.filter((one) => one.kind === 'collation');
  const collation = (names: readonly string[]): QualifiedName => {
    const [name = '', written] = [names.at(-1), names.at(-2)];
    const own = collations.filter((one) => one.name === name).map((one) => one.schema);
    // Elsewhere than in the default schema only the search path leads to it.
    const schema = own.includes(defaultSchema) ? defaultSchema : own.length === 1 ? own[0] : undefined;
    return { schema: written ?? schema ?? 'pg_catalog', name };
  };
  const place = (location: number | undefined) => placeIn(sql, location, where);
  return {
    place,
    collation,
    isFunction: (name) => functions.has(name),
    isAggregate: (name) => aggregates.has(name),
    computes: [...known.values()].some((one) => one.computed.size > 0),
    relation(range) {
      const name = range.relname ?? '';
      const schema = range.schemaname ?? defaultSchema;
      const found = known.get(qualified({ schema, name }));
      if (found) return found;
      if (engineSchemas.has(schema) || (range.schemaname === undefined && name.startsWith('pg_'))) return undefined;
      const sequence = catalog.sequences.some((one) => one.schema === schema && one.name === name);
      if (sequence) return undefined;
      const shown = range.schemaname === undefined ? name : `${range.schemaname}.${name}`;
      throw new RelvarError('unknown-table', `${place(range.location)}: there is no table or view ${shown}`, {
        hint: tableHint(name, range.schemaname, [...known.values()], defaultSchema),
      });
    },
  };
}

function virtualColumn({
  name,
  generated,
}: Pick<Column, 'name' | 'generated'>): readonly (readonly [string, string])[] {
  return generated && !generated.stored ? [[name, generated.expression]] : [];
}

function tableHint(
  name: string,
  schema: string | undefined,
  known: readonly KnownRelation[],
  defaultSchema: string,
): string {
  const shown = (one: QualifiedName) => (one.schema === defaultSchema ? one.name : qualified(one));
  const same = known.filter((one) => one.name.name === name && one.name.schema !== (schema ?? defaultSchema));
  const [first] = same;
  if (first) return `did you mean ${shown(first.name)}?`;
  const guess = closest(
    schema === undefined ? name : `${schema}.${name}`,
    known.map((one) => (schema === undefined ? one.name.name : qualified(one.name))),
  );
  const found = known.find((one) => (schema === undefined ? one.name.name : qualified(one.name)) === guess);
  if (found) return `did you mean ${shown(found.name)}?`;
  return known.length === 0
    ? 'the schema has no tables'
    : `the schema has ${list(known.map((one) => shown(one.name)))}`;
}

function list(names: readonly string[]): string {
  const few = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${few} and ${names.length - 6} more` : few;
}

/** @throws RelvarError `unknown-column` */
export function unknownColumn(shown: string, candidates: Iterable<string>, place: string): RelvarError {
  const names = [...new Set(candidates)];
  const guess = closest(shown.split('.').at(-1) ?? shown, names);
  return new RelvarError('unknown-column', `${place}: there is no column ${shown}`, {
    hint: guess === undefined ? `there are ${list(names)}` : `did you mean ${guess}?`,
  });
}

/** Columns that every table has. */
export const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** The name that the engine gives an unnamed result (FigureColname in src/backend/parser/parse_target.c). */
export function resultName(node: Node | undefined): string {
  if (!node) return '?column?';
  if ('ColumnRef' in node) {
    const last = node.ColumnRef.fields?.at(-1);
    return last && 'String' in last ? (last.String.sval ?? '') : '?column?';
  }
  if ('FuncCall' in node) {
    const last = node.FuncCall.funcname?.at(-1);
    return last && 'String' in last ? (last.String.sval ?? '') : '?column?';
  }
  if ('TypeCast' in node) {
    const inner = resultName(node.TypeCast.arg);
    if (inner !== '?column?') return inner;
    const last = node.TypeCast.typeName?.names?.at(-1);
    return last && 'String' in last ? (last.String.sval ?? '') : '?column?';
  }
  if ('CollateClause' in node) return resultName(node.CollateClause.arg);
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('CaseExpr' in node) {
    const otherwise = resultName(node.CaseExpr.defresult);
    return otherwise === '?column?' ? 'case' : otherwise;
  }
  if ('A_ArrayExpr' in node) return 'array';
  if ('RowExpr' in node) return 'row';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_NULLIF') return 'nullif';
  if ('SubLink' in node) {
    const { subLinkType, subselect } = node.SubLink;
    if (subLinkType === 'EXISTS_SUBLINK') return 'exists';
    if (subLinkType === 'ARRAY_SUBLINK') return 'array';
    if (subLinkType === 'EXPR_SUBLINK' && subselect && 'SelectStmt' in subselect) {
      const [first] = subselect.SelectStmt.targetList ?? [];
      if (first && 'ResTarget' in first) return first.ResTarget.name ?? resultName(first.ResTarget.val);
    }
  }
  if ('A_Indirection' in node) {
    const last = node.A_Indirection.indirection?.findLast((one) => 'String' in one);
    return last && 'String' in last ? (last.String.sval ?? '') : resultName(node.A_Indirection.arg);
  }
  return '?column?';
}
