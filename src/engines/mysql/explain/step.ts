import { ownSide } from '../../query/plan/estimate.ts';
import type { LoopStep } from '../../query/plan/loop.ts';
import type { PlanRelation } from '../../query/plan/relations.ts';
import type { Condition } from '../../query-facts.ts';
import type { TableStep } from './json.ts';

/** Access types that find rows by their keys; the others read all. */
const searching = new Set([
  'const',
  'eq_ref',
  'ref',
  'ref_or_null',
  'range',
  'unique_subquery',
  'index_subquery',
  'system',
]);

/** A step of the plan as all engines have it. */
export function stepOf(step: TableStep, relation: PlanRelation | undefined, join: LoopStep['join']): LoopStep {
  const { access_type: access = 'ALL', key, used_key_parts: parts = [] } = step;
  const searches = searching.has(access);
  return {
    kind: 'loop',
    searches,
    name: step.table_name ?? '',
    ...(key === undefined ? {} : { index: key }),
    covering: step.using_index === true || step.using_index_for_group_by !== undefined,
    automatic: false,
    byRow: false,
    virtual: false,
    terms: searches ? parts.flatMap((part) => termsOf(part, access === 'range', relation)) : [],
    join,
  };
}

/** What a key part is held against: only of a range the conditions tell. */
function termsOf(part: string, isRange: boolean, relation: PlanRelation | undefined): LoopStep['terms'] {
  if (!isRange) return [{ column: part, operator: '=' }];
  const own = relation?.conditions.filter((condition) => isOf(condition, part, relation.alias)) ?? [];
  if (own.some(({ kind, operator, negated }) => !negated && (kind === 'in list' || operator === '='))) {
    return [{ column: part, operator: '=' }];
  }
  const bounds = new Set(own.flatMap((condition) => boundsOf(condition, part, relation?.alias ?? '')));
  return bounds.size === 0
    ? [{ column: part, operator: '>' }]
    : [...bounds].map((operator) => ({ column: part, operator }));
}

function isOf(condition: Condition, column: string, alias: string): boolean {
  return ownSide(condition, alias)?.own.column?.column === column;
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>', '>': '<', '>=': '<' };

function boundsOf(condition: Condition, column: string, alias: string): readonly string[] {
  if (condition.kind === 'like') return ['>'];
  if (condition.kind === 'null test') return ['='];
  const operator = condition.operator ?? '';
  if (!/^[<>]=?$/.test(operator)) return [];
  const isLeft = condition.left?.column?.column === column && condition.left.column.relation === alias;
  return [isLeft ? (operator[0] ?? '>') : (mirrored[operator] ?? '>')];
}

/** The indexes that are put together for one table; nothing where it is one. */
export function mergedKeys({ access_type, key, used_key_parts: parts = [], index_merge: merge }: TableStep):
  | {
      readonly intersects: boolean;
      readonly keys: readonly { readonly key: string; readonly parts: readonly string[] }[];
    }
  | undefined {
  if (access_type !== 'index_merge') return undefined;
  if (merge) {
    const [[how = '', ranges] = []] = Object.entries(merge);
    return {
      intersects: /intersect/.test(how),
      keys: (ranges ?? []).flatMap(({ range }) =>
        range?.key === undefined ? [] : [{ key: range.key, parts: range.used_key_parts ?? [] }],
      ),
    };
  }
  const [, how = '', list = ''] = /^(\w+)\((.*)\)$/.exec(key ?? '') ?? [];
  return {
    intersects: /intersect/.test(how),
    keys: list.split(',').map((name, at) => ({ key: name.trim(), parts: parts.slice(at, at + 1) })),
  };
}
