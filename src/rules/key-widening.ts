import type { Sequence } from '../catalog/catalog.ts';
import { qualifiedColumn } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import { linkedColumns } from './linked-columns.ts';
import { type Conversion, type Retyping, retypeInPlace, retypeLinked } from './retype.ts';
import type { RuleContext } from './rule.ts';

/** How a whole-number key becomes a bigint. */
export interface KeyWidening extends Retyping {
  /** Qualified names of the narrow columns that foreign keys tie to the key, which must follow it. */
  readonly followers: readonly string[];
}

/** The key, every narrow column that foreign keys tie to it, and its sequence to bigint; no changes where one cannot. */
export function widenKey(
  context: Pick<RuleContext, 'catalog' | 'lookups' | 'traits'>,
  table: Table,
  column: Column,
  sequence: Sequence | undefined,
): KeyWidening {
  const group = linkedColumns(context.lookups, context.catalog.tables)(table, column);
  const narrow = group.members.filter(([, member]) => member.type.family === 'integer' && (member.type.bytes ?? 8) < 8);
  const conversionOf = (member: Column): Conversion => ({
    type: member.type.unsigned ? 'bigint unsigned' : 'bigint',
    default: 'kept',
    keeps: ['checks', 'indexes'],
  });
  const plain = narrow.every(([, member]) => !member.type.domain);
  // Where the engine finds no fault with foreign keys between integers of different widths, they stay in place meanwhile.
  const retypings = !plain
    ? []
    : context.traits.foreignKeysNeedEqualTypes
      ? [retypeLinked(context, { ...group, members: narrow }, (_, member) => conversionOf(member))]
      : narrow.map(([owner, member]) => retypeInPlace(context, owner, member, conversionOf(member)));
  const possible = plain && retypings.every(({ changes }) => changes.length > 0);
  const widened = sequence && (sequence.type.bytes ?? 8) < 8 && chosenBounds(sequence) === false ? sequence : undefined;
  return {
    followers: narrow
      .filter(([, member]) => member !== column)
      .map(([owner, member]) => qualifiedColumn(owner, member.name)),
    evidence: retypings.flatMap(({ evidence }) => evidence).slice(0, 3),
    changes: possible
      ? [
          ...retypings.flatMap(({ changes }) => changes),
          ...(widened ? [{ kind: 'change sequence type', sequence: widened, type: 'bigint' } as const] : []),
        ]
      : [],
  };
}

/** Whether someone set the sequence's end: the engine keeps such a bound when the type changes. */
function chosenBounds({ type, increment, minimum, maximum }: Sequence): boolean {
  const most = (1n << BigInt((type.bytes ?? 8) * 8 - 1)) - 1n;
  return increment > 0n ? maximum !== most : minimum !== -most - 1n;
}
