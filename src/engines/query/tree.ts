/** Where a part of a statement stands, in characters from 0; `end` is the character after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expression of a query. */
export type Expression = Span &
  (
    | { readonly kind: 'column'; readonly table?: string; readonly name: string }
    | { readonly kind: 'star'; readonly table?: string }
    /** Null for NULL. */
    | { readonly kind: 'constant'; readonly value: string | null }
    | { readonly kind: 'parameter'; readonly number: number }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly items: readonly Expression[];
        readonly star: boolean;
        readonly distinct: boolean;
        readonly window: boolean;
      }
    | { readonly kind: 'binary'; readonly operator: string; readonly items: readonly [Expression, Expression] }
    | { readonly kind: 'unary'; readonly operator: string; readonly items: readonly [Expression] }
    | { readonly kind: 'collate'; readonly collation: string; readonly items: readonly [Expression] }
    | { readonly kind: 'cast'; readonly type: string; readonly items: readonly [Expression] }
    | {
        readonly kind: 'between';
        readonly negated: boolean;
        readonly items: readonly [value: Expression, low: Expression, high: Expression];
      }
    /** The value, then the list; or `select`. */
    | {
        readonly kind: 'in';
        readonly negated: boolean;
        readonly items: readonly Expression[];
        readonly select?: Select;
      }
    | { readonly kind: 'null test'; readonly negated: boolean; readonly items: readonly [Expression] }
    | { readonly kind: 'exists'; readonly select: Select }
    | { readonly kind: 'sub-query'; readonly select: Select }
    | { readonly kind: 'row' | 'case'; readonly items: readonly Expression[] }
  );

/** What stands in a FROM clause. */
export interface Source extends Span {
  readonly alias: string | undefined;
  readonly schema?: string;
  readonly table?: string;
  /** Of a table-valued function. */
  readonly items?: readonly Expression[];
  readonly select?: Select;
  /** A join in brackets. */
  readonly inner?: readonly Source[];
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross' | undefined;
  readonly natural: boolean;
  readonly on?: Expression;
  readonly using?: readonly string[];
  /** Where its name and alias end, before hints and conditions. */
  readonly named: number;
}

export interface ResultColumn extends Span {
  readonly expression: Expression;
  readonly alias?: string;
}

export interface OrderTerm extends Span {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** One SELECT between set operators, or a VALUES. */
export interface SelectCore extends Span {
  readonly distinct: boolean;
  readonly results: readonly ResultColumn[];
  readonly from: readonly Source[];
  readonly where?: Expression;
  readonly group: readonly Expression[];
  readonly having?: Expression;
  readonly windows: readonly Expression[];
  /** Columns of a VALUES. */
  readonly values?: number;
}

export interface CommonTable {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly materialized?: boolean;
  readonly select: Select;
}

export type SetOperator = 'union' | 'union all' | 'intersect' | 'except';

export interface Select extends Span {
  readonly recursive: boolean;
  readonly with: readonly CommonTable[];
  readonly cores: readonly SelectCore[];
  /** Between the cores. */
  readonly operators: readonly SetOperator[];
  readonly order: readonly OrderTerm[];
  readonly limit?: Expression;
  readonly offset?: Expression;
  /** The rows that it gives are locked. */
  readonly locking?: true;
}

/** A statement that is planned; all else is `other`. */
export type Statement =
  | { readonly kind: 'select'; readonly select: Select }
  | {
      readonly kind: 'insert' | 'update' | 'delete';
      readonly with: readonly CommonTable[];
      readonly recursive: boolean;
      readonly target: Source;
      readonly columns: readonly string[];
      /** What is assigned, returned, and done in a conflict. */
      readonly values: readonly Expression[];
      readonly from: readonly Source[];
      /** The target stands among them: tables are joined before one of them is changed. */
      readonly joined?: true;
      readonly where?: Expression;
      readonly select?: Select;
    }
  | { readonly kind: 'other' };

/** The expressions right below one; sub-queries are not gone into. */
export function below(expression: Expression): readonly Expression[] {
  return 'items' in expression ? expression.items : [];
}
