import { conjuncts } from '../../catalog/conjuncts.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { keepsCopies } from '../record-tables.ts';
import { type Draft, defineRule, type Question } from '../rule.ts';
import type { Sizes } from '../sizes.ts';
import { excess, expression, type Limit, reason, scaleOf } from './limits.ts';
import { type Pair, pairs } from './pairs.ts';
import { type ValueKind, valueKind } from './value-kinds.ts';
import { seenValues } from './values.ts';

interface Context {
  readonly lookups: Lookups;
  readonly sizes: Sizes;
  readonly traits: Traits;
}

export const rule = defineRule({
  id: 'missing-check',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'low',
  summary: 'A column takes values that its name rules out.',
  headline: (count) => `${count} columns take values that their names rule out`,
  why: 'A negative price, a discount of 900 percent or a stay that ends before it starts is stored without complaint, and every sum and every report that reads it is wrong.',
  effort: 'minutes',
  tradeOff: 'Rows that break it must be corrected before the constraint can be validated; each write evaluates it.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, sizes, traits }) {
    const context = { lookups, sizes, traits };
    const byTable = new Map<Table, Column[]>();
    for (const [table, column] of judgedColumns(lookups)) {
      // Copies hold what was checked elsewhere, staging tables what is still to be checked.
      if (keepsCopies(table.name) || column.type.domain || column.identity || isReferencing(table, column.name))
        continue;
      const own = byTable.get(table);
      if (own) own.push(column);
      else byTable.set(table, [column]);
    }
    for (const [table, columns] of byTable) {
      for (const pair of pairs(columns)) if (!relates(table, pair)) yield orderDraft(table, pair, context);
      const siblings = table.columns.map((column) => column.name);
      for (const column of columns) {
        if (table.primaryKey?.columns.includes(column.name)) continue;
        const kind = valueKind(table, column, siblings);
        if (!kind || isLimited(table, column.name)) continue;
        const draft = limitDraft(table, column, kind, context);
        if (draft) yield draft;
      }
    }
  },
});

/** Whether a check says more of the column than that it is not null. */
function isLimited(table: Table, column: string): boolean {
  return table.checks.some(
    (check) =>
      check.columns.includes(column) && conjuncts(check.expression).some((part) => !/ IS NOT NULL\)*$/.test(part)),
  );
}

/** A check over both, or a range made of both, which cannot be made the wrong way round. */
function relates(table: Table, { first, second }: Pair): boolean {
  const both = (columns: readonly string[]) => columns.includes(first.name) && columns.includes(second.name);
  const mentions = (text: string) =>
    /range\(/.test(text) && [first, second].every((column) => text.includes(displayName(column.name)));
  return (
    table.checks.some((check) => both(check.columns)) ||
    table.exclusions.some((exclusion) => mentions(exclusion.definition)) ||
    table.indexes.some((index) => mentions(index.definition)) ||
    table.columns.some((column) => column.generated !== undefined && mentions(column.generated.expression))
  );
}

function orderDraft(table: Table, { first, second, kind }: Pair, { lookups, traits }: Context): Draft {
  const names = [first.name, second.name];
  const [a, b] = names.map(displayName);
  return {
    at: { kind: 'column', object: table, names },
    message: `${qualified(table)}: nothing keeps ${a} from being ${kind === 'times' ? 'later' : 'greater'} than ${b}`,
    severity: kind === 'times' ? 'medium' : 'low',
    evidence: [
      stated(`no constraint compares ${a} with ${b}`),
      presumed(`by their names, ${b} does not come before ${a}`, kind === 'times' ? 'strong' : 'fair'),
    ],
    changes: [
      {
        kind: 'add check',
        table,
        name: lookups.freeConstraintName(table, names, 'check', traits.identifierBytes),
        expression: `${traits.quote(first.name)} <= ${traits.quote(second.name)}`,
      },
    ],
  };
}

function limitDraft(table: Table, column: Column, kind: ValueKind, context: Context): Draft | undefined {
  const { lookups, sizes, traits } = context;
  const seen = seenValues(sizes, table, column, kind);
  // Rows that break the rule tell that it is none: the team must know of them.
  if (seen && !seen.fits) {
    if (!kind.above || seen.least < 0) return undefined;
    return limitDraft(table, column, withoutAbove(kind), context);
  }
  const at: Subject = { kind: 'column', object: table, names: [column.name] };
  const name = qualifiedColumn(table, column.name);
  const limit = kind.certain === false ? scaleOf(seen) : kind;
  return {
    at,
    message: `${name} takes ${excess(limit, kind.length === true)}`,
    severity: kind.severity,
    evidence: [
      stated(`no constraint limits ${name}, of type ${column.type.text}`),
      presumed(reason(kind), kind.strength),
      ...(seen
        ? [
            observed(
              `${seen.count} sampled ${kind.length ? 'lengths' : 'values'} are from ${seen.least} to ${seen.greatest} (the planner's statistics)`,
            ),
          ]
        : []),
    ],
    changes: limit
      ? [
          {
            kind: 'add check',
            table,
            name: lookups.freeConstraintName(table, [column.name], 'check', traits.identifierBytes),
            expression: expression(traits.quote(column.name), limit, column),
          },
        ]
      : [],
    questions: questions(kind, limit),
  };
}

function withoutAbove({ above: _, ...kind }: ValueKind): ValueKind {
  return kind;
}

function questions(kind: ValueKind, limit: Limit | undefined): readonly Question[] {
  if (!limit)
    return [
      { question: 'On which scales are ratings given?', changes: 'the limits of the check constraints on ratings' },
    ];
  if (kind.strength === 'weak') {
    return [
      {
        question: 'Are refunds and corrections stored as negative amounts?',
        changes: 'whether amounts, totals and taxes should be kept from being negative',
      },
    ];
  }
  return [];
}
