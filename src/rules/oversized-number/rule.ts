import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { constantDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { type LinkedColumns, linkedColumns } from '../linked-columns.ts';
import { retypeLinked } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'oversized-number',
  category: 'types',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A key of whole numbers is kept as numeric.',
  headline: (count) => `${count} keys of whole numbers are numeric`,
  why: 'Each value is of variable length and is compared digit group by digit group: joins, sorts and index lookups cost more than those of a bigint, which is compared in one instruction. Indexes cannot say that fractions are no keys.',
  effort: 'hours',
  tradeOff:
    'The tables and the indexes of the key are rewritten under a lock that shuts out writers (readers too, on some servers), together with all that reference it; it stops at the first value beyond 9 223 372 036 854 775 807.',
  needs: ['catalog'],
  when: (traits) => traits.exactDecimals,
  settings: {
    /** More digits than a bigint has, and yet so common as a default of other databases that they mean no more than that. */
    commonPrecisions: ['38'],
  },
  *check(context) {
    const { catalog, lookups, settings } = context;
    const linked = linkedColumns(lookups, catalog.tables);
    const common = new Set(settings.commonPrecisions.map(Number));
    const done = new Set<LinkedColumns>();
    for (const [first, candidate] of judgedColumns(lookups)) {
      if (!isWholeNumeric(candidate, common) || !isKey(first, candidate)) continue;
      const group = linked(first, candidate);
      const [table, column] = group.members[0] ?? [first, candidate];
      // Said once for all columns that foreign keys tie together; not at all where one of them needs more digits.
      if (done.has(group)) continue;
      done.add(group);
      const numeric = group.members.filter(([, member]) => member.type.family === 'decimal');
      if (numeric.some(([, member]) => !isWholeNumeric(member, common))) continue;
      const retyping = retypeLinked(context, { ...group, members: numeric }, (_, member) => ({
        type: 'bigint',
        default: isWhole(constantDefault(member)) || /^nextval\(/.test(member.default ?? '') ? 'kept' : undefined,
        keeps: ['checks', 'indexes'],
      }));
      const others = numeric.length - 1;
      const fits = (column.type.precision ?? 99) <= 18;
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is a key of type ${column.type.text}${others === 0 ? '' : `, and so ${others === 1 ? 'is the column' : `are the ${others} columns`} tied to it`}`,
        evidence: [
          stated(
            `the type of the column is ${column.type.text}${fits ? ', every value of which fits into a bigint' : ''}`,
          ),
          ...retyping.evidence,
        ],
        changes: retyping.changes,
        weighs: group.members.map(([owner]) => owner),
        implies: group.members.flatMap(([owner, member]) =>
          implied({ kind: 'column', object: owner, names: [member.name] }, ['inconsistent-types-for-one-name']),
        ),
        questions: fits
          ? []
          : [
              {
                question: 'Does a numeric key have values of more than 18 digits?',
                changes: 'whether it can become a bigint',
              },
            ],
      };
    }
  },
});

/** A numeric for whole numbers: no digits behind the point, or no limits at all; no more digits than a bigint holds. */
function isWholeNumeric({ type }: Column, common: ReadonlySet<number>): boolean {
  if (type.family !== 'decimal' || type.domain) return false;
  if (type.precision === undefined) return true;
  return type.scale === 0 && (type.precision <= 19 || common.has(type.precision));
}

/** Part of the primary key's or a foreign key's columns. */
function isKey(table: Table, column: Column): boolean {
  return (
    (table.primaryKey?.columns.length === 1 && table.primaryKey.columns[0] === column.name) ||
    isReferencing(table, column.name)
  );
}

function isWhole(value: string | undefined): boolean {
  return value !== undefined && /^-?\d+$/.test(value);
}
