import { RelvarError } from '../../../findings/error.ts';

/** A table in a plan, as EXPLAIN FORMAT=JSON of either server tells it. */
export interface TableStep {
  readonly table_name?: string;
  readonly access_type?: string;
  readonly key?: string;
  readonly used_key_parts?: readonly string[];
  readonly ref?: readonly string[];
  readonly using_index?: boolean;
  readonly using_index_for_group_by?: boolean | string;
  readonly attached_condition?: string;
  readonly index_condition?: string;
  readonly message?: string;
  /** MySQL: `hash join`, `Block Nested Loop`. */
  readonly using_join_buffer?: string;
  readonly materialized?: { readonly query_block?: Block };
  readonly materialized_from_subquery?: { readonly query_block?: Block; readonly dependent?: boolean };
  readonly index_merge?: { readonly [how: string]: readonly MergedStep[] | undefined };
  readonly [fact: string]: unknown;
}

/** A range of an index that is put together with others: MariaDB. */
export interface MergedStep {
  readonly range?: { readonly key?: string; readonly used_key_parts?: readonly string[] };
}

/** A step, or one of those around it: what each is called tells what it does. */
export interface Block {
  readonly [name: string]: unknown;
}

/**
 * The outermost block of a plan.
 * @throws RelvarError `bad-plan`
 */
export function blockIn(text: string, name: string): Block {
  return blockOfJson(jsonIn(text, name), name);
}

/** @throws RelvarError `bad-plan` */
export function blockOfJson(parsed: unknown, name: string): Block {
  const block = parsed !== null && typeof parsed === 'object' ? (parsed as Block)['query_block'] : undefined;
  if (block === null || typeof block !== 'object') throw badPlan(name, 'it has no query_block');
  return block as Block;
}

/**
 * What is written as JSON in an answer, whatever is around it.
 * @throws RelvarError `bad-plan`
 */
export function jsonIn(text: string, name: string): unknown {
  try {
    return JSON.parse(withoutFrame(text));
  } catch (cause) {
    throw badPlan(name, 'it is no JSON, no table and no tree', cause);
  }
}

/** What the client draws around an answer: a table of one column, or `EXPLAIN: ` of its vertical form. */
function withoutFrame(text: string): string {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  const inner = from < 0 ? text : text.slice(from, to + 1);
  // In its batch mode the client writes line breaks as two characters.
  return /\\n/.test(inner) && !/\n/.test(inner) ? inner.replace(/\\n/g, ' ') : inner.replace(/\s*\|?\n\|?/g, '\n');
}

/** A paste that cannot be read. */
export function badPlan(name: string, why: string, cause?: unknown): RelvarError {
  return new RelvarError('bad-plan', `${name}: this is no query plan of MySQL or MariaDB: ${why}`, {
    hint: 'give the whole answer of EXPLAIN or ANALYZE: its table, its tree, or JSON',
    ...(cause === undefined ? {} : { cause }),
  });
}
