import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../../catalog/catalog.ts';
import { changedSelects } from './selects.ts';

/** What a rewrite knows of the schema. */
export interface RewriteContext {
  readonly catalog: Catalog;
  /** The schema that names without one mean. */
  readonly defaultSchema: string;
  /** Names of CTEs, which hide tables of the same name. */
  readonly commonTables: ReadonlySet<string>;
}

/** A named transformation of queries that keeps their answers. */
export interface Rewrite {
  /** Also the name of its file and of its section in docs/rewrites.md. */
  readonly id: string;
  /** What it does, after `Rewrite:`: `NOT EXISTS instead of NOT IN`. */
  readonly title: string;
  /** Why the other form can be faster. */
  readonly why: string;
  /** When it is applied: what makes both forms the same. */
  readonly when: string;
  /** A query in both forms, over the tables of example-schema.ts. */
  readonly example: { readonly before: string; readonly after: string };
  /** The other forms of a statement; none where it does not apply. */
  apply(statement: Node, context: RewriteContext): readonly Node[];
}

/** A rewrite whose parts each change one SELECT, wherever it stands. */
export interface SelectRewrite extends Omit<Rewrite, 'apply'> {
  /** Changes the SELECT, a copy, in place; false where it does not apply. */
  change(select: SelectStmt, context: RewriteContext, place: SelectPlace): boolean;
}

/** Where a SELECT stands. */
export interface SelectPlace {
  /** The statement's own. */
  readonly top: boolean;
  /** The SELECT around it. */
  readonly outer: SelectStmt | undefined;
  /** What it is to that: a sub-query in an expression (with its kind), a derived table, a CTE, an operand. */
  readonly as: 'statement' | 'expression' | 'derived table' | 'cte' | 'operand';
}

/** A rewrite that is tried on every SELECT: on all of them together, and on each alone where there are several. */
export function defineSelectRewrite({ change, ...rest }: SelectRewrite): Rewrite {
  return {
    ...rest,
    apply: (statement, context) => changedSelects(statement, (select, place) => change(select, context, place)),
  };
}
