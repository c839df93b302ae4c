import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { verb } from '../assertion.ts';
import { convertedDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isKeyAlone, judgedColumns } from '../judged-columns.ts';
import { type LinkedColumns, linkedColumns } from '../linked-columns.ts';
import { retypeLinked } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { sampledValues } from '../sampled-values.ts';
import { describeBytes } from '../size-evidence.ts';
import { mayBeUuid, signs } from './signs.ts';

/** 36 characters and a byte for their length, against 16 bytes. */
const savedBytes = 21;

export const rule = defineRule({
  id: 'uuid-stored-as-text',
  category: 'types',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A column holds UUIDs as text.',
  headline: (count) => `${count} columns hold UUIDs as text`,
  why: 'A UUID takes 16 bytes, its text 37, in the table and in every index; texts compare more slowly, and the same UUID in upper case or without dashes is another text.',
  effort: 'hours',
  tradeOff:
    'Tables and indexes are rewritten under a lock that shuts out writers (readers too, on some servers), together with all that reference them; it stops at the first value that is no UUID.',
  needs: ['catalog'],
  when: (traits) => traits.uuidType,
  settings: {},
  *check(context) {
    const { catalog, lookups, sizes, traits } = context;
    const linked = linkedColumns(lookups, catalog.tables);
    const done = new Set<LinkedColumns>();
    for (const [first, candidate] of judgedColumns(lookups)) {
      if (!couldHold(candidate) || !mayBeUuid(candidate, sampledValues(sizes, first, candidate))) continue;
      const group = linked(first, candidate);
      const [table, column] = group.members[0] ?? [first, candidate];
      // Said once for all columns that foreign keys tie together.
      if (done.has(group)) continue;
      done.add(group);
      const evidence = signs(group, lookups, (owner, member) => sampledValues(sizes, owner, member));
      if (evidence.length === 0) continue;
      const retyping = retypeLinked(
        context,
        { ...group, members: group.members.filter(([, member]) => couldHold(member)) },
        (_, member) => {
          const quoted = traits.quote(member.name);
          return {
            type: 'uuid',
            using: member.nullable ? `nullif(${quoted}, '')::uuid` : `${quoted}::uuid`,
            default: uuidDefault(member),
          };
        },
      );
      const others = group.members.length - 1;
      const rows = group.members.reduce((sum, [owner]) => sum + (sizes.rows(owner) ?? 0), 0);
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      const text = `${qualifiedColumn(table, column.name)} ${verb(evidence)} UUIDs as ${column.type.text}`;
      const more =
        others === 0
          ? ''
          : others === 1
            ? ', and so does the column tied to it'
            : `, and so do the ${others} columns tied to it`;
      const saved =
        rows * savedBytes >= 1_048_576
          ? `; as uuid ${describeBytes(rows * savedBytes)} less, and as much for each index`
          : '';
      yield {
        at,
        message: text + more + saved,
        severity: others > 0 || isKeyAlone(lookups, table, column.name) ? 'medium' : 'low',
        evidence: [stated(`the type of the column is ${column.type.text}`), ...evidence, ...retyping.evidence],
        changes: retyping.changes,
        weighs: group.members.map(([owner]) => owner),
        implies: [
          ...implied(at, ['fixed-length-char', 'text-primary-key']),
          ...group.members.flatMap(([owner, member]) =>
            implied({ kind: 'column', object: owner, names: [member.name] }, ['inconsistent-types-for-one-name']),
          ),
        ],
      };
    }
  },
});

/** A UUID has 36 characters, or 32 without its dashes. */
function couldHold({ type }: Column): boolean {
  const isText = type.family === 'text' || type.family === 'character';
  return isText && !type.domain && (type.length === undefined || (type.length >= 32 && type.length <= 255));
}

function uuidDefault(column: Column): string | undefined {
  const made = /^\(?((?:\w+\.)?\w+\([^()]*\))\)?::(?:text|character varying|bpchar|character)(?:\(\d+\))?$/.exec(
    column.default ?? '',
  )?.[1];
  if (made !== undefined && /uuid/i.test(made)) return made;
  return convertedDefault(column, (value) => {
    if (value === '') return column.nullable ? 'NULL' : undefined;
    return /^[0-9a-f-]{32,38}$/i.test(value) ? `'${value}'::uuid` : undefined;
  });
}
