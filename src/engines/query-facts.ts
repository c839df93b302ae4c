import type { NewIndexKey } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { TypeFamily } from '../catalog/type.ts';

/** A column as a query names it. `relation` is the alias; absent where the catalog cannot tell whose it is. */
export interface NamedColumn {
  readonly relation?: string;
  readonly column: string;
}

/** A side of a condition, an order key, or a returned expression. */
export interface Operand {
  /** As the query writes it. */
  readonly text: string;
  /** The one column that it is made of. */
  readonly column?: NamedColumn;
  /** Those that it is made of, each once, where they are several. */
  readonly columns?: readonly NamedColumn[];
  /** Of the value, where what is outermost tells it: a constructor of ranges, shapes or arrays. */
  readonly family?: TypeFamily;
  /** Functions around the column, the outermost first: `lower(trim(x))` has `lower`, `trim`. */
  readonly functions: readonly string[];
  /** A cast of the column, written in the query. */
  readonly cast?: string;
  /** The collation that COLLATE names in it: that of the whole comparison or order. */
  readonly collation?: QualifiedName;
  /** A constant's text; null for NULL. */
  readonly constant?: string | null;
  /** The number of a parameter: 1 for `$1`. */
  readonly parameter?: number;
  /** The block of a sub-query. */
  readonly block?: number;
}

/** One of the conditions that must all hold. */
export interface Condition {
  readonly text: string;
  readonly clause: 'where' | 'on' | 'having';
  readonly kind:
    | 'comparison'
    | 'like'
    | 'in list'
    | 'in subquery'
    | 'exists'
    | 'null test'
    | 'boolean'
    | 'or'
    | 'match'
    | 'other';
  /** `NOT` before it, `<>`, `NOT IN`, `NOT LIKE`, `IS NOT NULL`. */
  readonly negated: boolean;
  /** `=`, `<`, `~~` (LIKE), `~~*` (ILIKE), `@>`, `@@`…; where LIKE means something else, `LIKE`. */
  readonly operator?: string;
  /** Of a pattern that the engine looks up as a range of the plain key: the collation that an index must have, where it matters. */
  readonly range?: { readonly collation?: string };
  readonly left?: Operand;
  readonly right?: Operand;
  /** The members of an IN list, or of an array that is written out. */
  readonly list?: readonly Operand[];
  /** True for one that no query writes: the table's policies add it. */
  readonly byPolicy?: true;
  /** Of an OR: the conditions of each branch. */
  readonly branches?: readonly (readonly Condition[])[];
}

/** A value that a query is planned with in the place of one side of a comparison. */
export interface SupposedOperand {
  /** The other side, as the query's facts have it. */
  readonly beside: string;
  /** The side that is replaced. */
  readonly operand: string;
  readonly value: string;
  /** Of the value, as the engine writes it. */
  readonly type: string;
}

export interface OrderKey {
  readonly operand: Operand;
  /** The sides of an operator of distance, where the order is by one. */
  readonly distance?: { readonly left: Operand; readonly right: Operand };
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** What stands in a FROM clause. */
export interface QueryRelation {
  readonly alias: string;
  /** Of a table or view that the catalog knows. */
  readonly table?: QualifiedName;
  /** Of a sub-query or a reference to a CTE. */
  readonly block?: number;
  readonly join?: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly lateral: boolean;
  /** Of a function or VALUES. */
  readonly other?: string;
}

/** One SELECT, with its sub-queries named by their numbers. */
export interface QueryBlock {
  readonly role: 'main' | 'cte' | 'derived table' | 'scalar' | 'in' | 'exists' | 'set operand' | 'array';
  /** Of a CTE or derived table. */
  readonly name?: string;
  /** Of a CTE: as written; absent where the engine decides. */
  readonly materialized?: boolean;
  readonly recursive?: boolean;
  /** The block around it. */
  readonly parent?: number;
  /** True when it reads columns of a block around it. */
  readonly correlated: boolean;
  readonly relations: readonly QueryRelation[];
  readonly conditions: readonly Condition[];
  readonly returned: readonly Operand[];
  /** `*` or `alias.*` stands among them. */
  readonly returnsAll: boolean;
  readonly distinct: 'none' | 'rows' | 'on';
  readonly group: readonly Operand[];
  readonly aggregates: readonly { readonly name: string; readonly text: string; readonly distinct: boolean }[];
  readonly windows: boolean;
  /** The orders that window functions want their rows in: what they partition by, then what they order by. */
  readonly windowOrders?: readonly (readonly OrderKey[])[];
  readonly order: readonly OrderKey[];
  /** A number where it is constant. */
  readonly limit?: Operand;
  readonly offset?: Operand;
  readonly locking: boolean;
  readonly setOperation?: 'union' | 'union all' | 'intersect' | 'except';
}

/** A block that asks for nothing yet. */
export function emptyBlock(role: QueryBlock['role']): QueryBlock {
  return {
    role,
    correlated: false,
    relations: [],
    conditions: [],
    returned: [],
    returnsAll: false,
    distinct: 'none',
    group: [],
    aggregates: [],
    windows: false,
    order: [],
    locking: false,
  };
}

/** What a statement asks for, told from its parse tree. */
export interface QueryFacts {
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'other';
  /** True for a statement that changes data or schema, a data-changing CTE and FOR UPDATE included. */
  readonly writes: boolean;
  /** Why, a sentence each: `its WITH holds a DELETE`. */
  readonly writeReasons?: readonly string[];
  /** The table that is changed. */
  readonly target?: QualifiedName;
  /** Columns that UPDATE sets or INSERT fills. */
  readonly assigned: readonly string[];
  /** What UPDATE sets columns to where that is a constant or the present moment (`now()`), as text; null for NULL. */
  readonly assignedValues?: Readonly<Record<string, string | null>>;
  /** What an INSERT names as the keys whose conflict it handles: without a unique index over them it fails. */
  readonly conflict?: { readonly keys: readonly NewIndexKey[]; readonly predicate?: string };
  /** What an INSERT sets in the rows that are there already (`ON CONFLICT … DO UPDATE`); absent where it leaves them. */
  readonly conflictAssigned?: readonly string[];
  /** The main block first; a block stands after the one around it. */
  readonly blocks: readonly QueryBlock[];
  /** The greatest parameter's number. */
  readonly parameters: number;
}
