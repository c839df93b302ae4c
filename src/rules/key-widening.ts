import type { Sequence } from '../catalog/catalog.ts';
import { qualifiedColumn } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import { linkedColumns } from './linked-columns.ts';
import { type Retyping, retypeInPlace } from './retype.ts';
import type { RuleContext } from './rule.ts';

/** How a whole-number key becomes a bigint. */
export interface KeyWidening extends Retyping {
  /** Qualified names of the narrow columns that foreign keys tie to the key, which must follow it. */
  readonly followers: readonly string[];
}

/** The key, every narrow column that foreign keys tie to it, and its sequence to bigint; no changes where one cannot. */
export function widenKey(
  context: Pick<RuleContext, 'catalog' | 'lookups'>,
  table: Table,
  column: Column,
  sequence: Sequence | undefined,
): KeyWidening {
  const group = linkedColumns(context.lookups, context.catalog.tables)(table, column);
  const narrow = group.members.filter(([, member]) => member.type.family === 'integer' && (member.type.bytes ?? 8) < 8);
  // The engine finds no fault with foreign keys between integers of different widths, so they stay in place meanwhile.
  const steps = narrow.map(([owner, member]) => ({
    member,
    retyping: member.type.domain
      ? undefined
      : retypeInPlace(context, owner, member, { type: 'bigint', default: 'kept', keeps: ['checks', 'indexes'] }),
  }));
  const possible = steps.every(({ retyping }) => retyping !== undefined && retyping.changes.length > 0);
  const widened = sequence && (sequence.type.bytes ?? 8) < 8 && chosenBounds(sequence) === false ? sequence : undefined;
  return {
    followers: narrow
      .filter(([, member]) => member !== column)
      .map(([owner, member]) => qualifiedColumn(owner, member.name)),
    evidence: steps.flatMap(({ retyping }) => retyping?.evidence ?? []).slice(0, 3),
    changes: possible
      ? [
          ...steps.flatMap(({ retyping }) => retyping?.changes ?? []),
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
