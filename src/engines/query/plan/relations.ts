import type { Catalog } from '../../../catalog/catalog.ts';
import { qualified, sameName } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Condition, NamedColumn, Operand, QueryBlock, QueryFacts } from '../../query-facts.ts';
import type { KnownTable } from './estimate.ts';

/** What stands under a name in a plan. */
export interface PlanRelation {
  readonly alias: string;
  readonly known: KnownTable | undefined;
  /** Conditions that are about it, others' columns included. */
  readonly conditions: readonly Condition[];
}

/** Finds what the names of a plan are: plans tell the alias alone. */
export interface PlanRelations {
  /** Each call for one name is about its next place in the query, as long as there is one. */
  next(name: string): PlanRelation | undefined;
  readonly main: QueryBlock | undefined;
}

/** What a query asks for, or a view that it reads. */
export interface PlannedFacts {
  readonly view?: string;
  readonly facts: QueryFacts;
}

/** @param all the query's facts, then those of the views that it reads */
export function relationsOf(all: readonly PlannedFacts[], catalog: Catalog, statistics: Statistics): PlanRelations {
  const known = (table: Table): KnownTable => ({ table, statistics: statistics.tables[qualified(table)] });
  const places = new Map<string, PlanRelation[]>();
  for (const { facts, view } of all) {
    for (const block of facts.blocks) {
      const outer = [...block.conditions, ...askedOfBlock(block, facts, view, all)];
      for (const { alias, table } of relationsIn(block, facts)) {
        const found = table && catalog.tables.find((one) => sameName(one, table));
        const conditions = outer.flatMap((condition) => {
          if (condition.clause === 'having') return [];
          const own = found ? ofColumn(condition, alias, found) : condition;
          return own && isAbout(own, alias) ? [own] : [];
        });
        const key = alias.toLowerCase();
        places.set(key, [...(places.get(key) ?? []), { alias, known: found && known(found), conditions }]);
      }
    }
  }
  const used = new Map<string, number>();
  return {
    main: all[0]?.facts.blocks[0],
    next(name) {
      const key = name.toLowerCase();
      const own = places.get(key) ?? [];
      const at = used.get(key) ?? 0;
      used.set(key, at + 1);
      const place = own[Math.min(at, own.length - 1)];
      if (place) return place;
      const table = catalog.tables.find((one) => one.name.toLowerCase() === key);
      return table && { alias: name, known: known(table), conditions: [] };
    },
  };
}

function relationsIn(block: QueryBlock, { blocks, target }: QueryFacts): QueryBlock['relations'] {
  return target && block === blocks[0] && block.relations.length === 0
    ? [{ alias: target.name, table: target, lateral: false }]
    : block.relations;
}

/** The alias that a condition on what a sub-query or view gives has, before it is known of which table its column is. */
const given = '';

/** What the blocks around ask of what this one gives: the planner asks it of the tables inside. */
function askedOfBlock(
  block: QueryBlock,
  facts: QueryFacts,
  view: string | undefined,
  all: readonly PlannedFacts[],
): readonly Condition[] {
  // What is grouped, cut off or put together comes out otherwise than it went in.
  if (block.group.length + block.aggregates.length > 0 || block.limit || block.setOperation) return [];
  const number = facts.blocks.indexOf(block);
  return all.flatMap((other) =>
    other.facts.blocks.flatMap((around) =>
      around.relations
        .filter((relation) =>
          other.facts === facts
            ? relation.block !== undefined && relation.block === number
            : number === 0 && view !== undefined && relation.table?.name === view,
        )
        .flatMap(({ alias }) =>
          around.conditions.flatMap((condition) =>
            isAbout(condition, alias) && condition.kind !== 'or' ? [renamed(condition, alias, given)] : [],
          ),
        ),
    ),
  );
}

function renamed(condition: Condition, from: string, to: string): Condition {
  const side = (operand: Operand): Operand =>
    operand.column?.relation === from ? { ...operand, column: { ...operand.column, relation: to } } : operand;
  const { left, right } = condition;
  return { ...condition, ...(left ? { left: side(left) } : {}), ...(right ? { right: side(right) } : {}) };
}

/** A condition on what a block gives, as one on the table that has the column; nothing for another's. */
function ofColumn(condition: Condition, alias: string, table: Table): Condition | undefined {
  const operand = [condition.left, condition.right].find((one) => one?.column?.relation === given);
  if (!operand?.column) return condition;
  const { column } = operand.column;
  return table.columns.some(({ name }) => name === column) ? renamed(condition, given, alias) : undefined;
}

function isAbout(condition: Omit<Condition, 'clause'>, alias: string): boolean {
  if (condition.kind === 'or') {
    return (condition.branches ?? []).every((branch) => branch.some((one) => isAbout(one, alias)));
  }
  const { left, right } = condition;
  return [left, right].some((side) => columnsOf(side).some(({ relation }) => relation === alias));
}

function columnsOf(operand: Operand | undefined): readonly NamedColumn[] {
  return operand?.columns ?? (operand?.column ? [operand.column] : []);
}

/** The relations whose columns a condition names. */
export function aliasesIn(condition: Condition): readonly string[] {
  const own = [condition.left, condition.right, ...(condition.list ?? [])].flatMap((operand) =>
    columnsOf(operand).flatMap(({ relation }) => relation ?? []),
  );
  return [...own, ...(condition.branches ?? []).flatMap((branch) => branch.flatMap(aliasesIn))];
}
