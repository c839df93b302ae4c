import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Index, IndexKey, KeyConstraint, Table } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { Phase, Situation } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';

/** What keeps rows apart: a unique index, with the constraint that owns it, if one does. */
export interface UniqueRule {
  readonly table: QualifiedName;
  readonly index: Index;
  readonly constraint?: KeyConstraint;
}

/** The rules of a table that are in force: an index that is not valid keeps nothing apart. */
function rulesOf(table: Table): readonly UniqueRule[] {
  const constraints = [...table.uniques, ...(table.primaryKey ? [table.primaryKey] : [])];
  return table.indexes
    .filter((index) => index.unique && index.valid)
    .map((index) => {
      const constraint = constraints.find((one) => one.index === index.name);
      return { table, index, ...(constraint ? { constraint } : {}) };
    });
}

/** A key as it is told apart from others: which values are the same is the collation's and the operator class's to say. */
function spelled(key: IndexKey): string {
  const { column, expression, operatorClass, collation } = key;
  return JSON.stringify([column, expression, operatorClass, collation?.schema, collation?.name]);
}

/** Whether rows that the first rule lets stand side by side never break the second. */
function implies(strict: UniqueRule, loose: UniqueRule, table: Table): boolean {
  const { index } = strict;
  if (strict.constraint?.deferrable || strict.constraint?.withoutOverlaps || index.method !== 'btree') return false;
  if (index.predicate !== undefined && index.predicate !== loose.index.predicate) return false;
  const keys = loose.index.keys.map(spelled);
  if (!index.keys.every((key) => keys.includes(spelled(key)))) return false;
  const isNeverNull = (key: IndexKey) => table.columns.some((column) => column.name === key.column && !column.nullable);
  return index.nullsNotDistinct || !loose.index.nullsNotDistinct || index.keys.every(isNeverNull);
}

/**
 * When a rule may come: before the deploy if what is there already is as strict, or if it is over new columns only; else
 * the application as it was may break it.
 */
export function rulePhase(
  rule: UniqueRule,
  { before, changes }: Situation,
  given: { readonly primary: boolean },
): Phase {
  const table = before(rule.table);
  if (!table) return 'expand';
  const { keys, expressionColumns } = rule.index;
  const columns = [...keys.flatMap((key) => key.column ?? []), ...expressionColumns];
  const known = table.columns.filter((column) => columns.includes(column.name));
  if (known.length === 0) return 'expand';
  if (given.primary && known.some((column) => column.nullable)) return 'contract';
  const isRetyped = changes.some(
    (one) => one.kind === 'change type' && sameName(one.table, rule.table) && columns.includes(one.column),
  );
  const isKept = rulesOf(table).some((one) => implies(one, rule, table));
  return isKept && !isRetyped ? 'expand' : 'contract';
}

/** The keys of a rule as ON CONFLICT names them: `email`, `lower(email)`. */
function keysShown({ index }: Pick<UniqueRule, 'index'>): string {
  return index.keys
    .map(({ column, expression }) => (column === undefined ? expressionShown(expression ?? '') : displayName(column)))
    .join(', ');
}

/** A call stands by itself, all else in parentheses. */
const expressionShown = (sql: string): string => (/^[\w.]+\([^()]*\)$/.test(sql) ? sql : `(${sql})`);

/** The clause of an INSERT that finds the rule. */
function onConflict(rule: UniqueRule): string {
  const { predicate } = rule.index;
  return `ON CONFLICT (${keysShown(rule)})${predicate === undefined ? '' : ` WHERE ${predicate}`}`;
}

/** Whether ON CONFLICT with the keys of the first finds the second, too (infer_arbiter_indexes in PostgreSQL's plancat.c). */
function isFoundAs(asked: UniqueRule, found: UniqueRule): boolean {
  const names = ({ index }: UniqueRule) =>
    JSON.stringify(index.keys.map(({ column, expression }) => [column, expression]).toSorted());
  const { predicate } = found.index;
  return (
    !found.constraint?.deferrable &&
    !found.constraint?.withoutOverlaps &&
    names(asked) === names(found) &&
    (predicate === undefined || predicate === asked.index.predicate)
  );
}

/** What of the application fails, or does something else, when a rule has gone; nothing where all is as before. */
export interface RuleGone {
  /** Sentences: what the application does no more. */
  readonly needs: readonly string[];
  /** Who finds it missing. */
  readonly breaks?: string;
}

/** What the application loses with a rule: what the schema after keeps is not lost. */
export function ruleGone(rule: UniqueRule, situation: Pick<Situation, 'to'>): RuleGone {
  const after = situation.to.tables.find((one) => sameName(one, rule.table));
  const columns = rule.index.keys.flatMap((key) => key.column ?? rule.index.expressionColumns);
  if (!after) return { needs: [] };
  const name = qualified(rule.table);
  const keys = keysShown(rule);
  const rules = rulesOf(after);
  const { constraint } = rule;
  const clauses = [
    ...(constraint?.deferrable || rules.some((one) => isFoundAs(rule, one)) ? [] : [onConflict(rule)]),
    ...(constraint && !constraint.deferrable && !rules.some((one) => isSameConstraint(rule, one))
      ? [`ON CONFLICT ON CONSTRAINT ${quoteIdentifier(constraint.name)}`]
      : []),
  ];
  const [first] = rule.index.keys;
  const isLookedUp = after.indexes.some(
    ({ keys: [other], predicate }) =>
      first &&
      other &&
      spelled(first) === spelled(other) &&
      (predicate === undefined || predicate === rule.index.predicate),
  );
  const isGone = columns.some((column) => !after.columns.some((one) => one.name === column));
  const isApart = isGone || rules.some(({ table, index }) => implies({ table, index }, rule, after));
  const breaks = [
    ...(clauses.length === 0 ? [] : [`code that says ${clauses.join(' or ')} for ${name}`]),
    ...(isApart ? [] : [`what relies on no two rows of ${name} having the same ${keys}`]),
    ...(isLookedUp || isGone
      ? []
      : [`queries that find rows of ${name} by ${keys}, which read the whole table from then on`]),
  ];
  const needs = [
    ...(clauses.length === 0
      ? []
      : [`The application no longer says ${clauses.join(' or ')} for ${name}: it fails from then on.`]),
    ...(isApart
      ? []
      : [
          `The application no longer relies on ${displayName(rule.index.name)}, by which no two rows of ${name} have the same ${keys}; until it is dropped, such rows are refused.`,
        ]),
    ...(isLookedUp || isGone ? [] : [`No query needs the index ${displayName(rule.index.name)} any more.`]),
  ];
  return { needs, ...(breaks.length === 0 ? {} : { breaks: listed(breaks) }) };
}

function isSameConstraint(asked: UniqueRule, found: UniqueRule): boolean {
  return found.constraint?.name === asked.constraint?.name && isFoundAs(asked, found);
}

/** What the application must leave when a rule comes after the deploy. */
export function ruleComes(rule: UniqueRule): readonly string[] {
  return [`The application writes no ${keysShown(rule)} into ${qualified(rule.table)} that another row has.`];
}
