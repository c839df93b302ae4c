import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { noRows } from './preconditions.ts';

type ReplaceType = Extract<Change, { readonly kind: 'replace type' }>;

/** Values of enums that the new types have no more, in the columns themselves, and in arrays, composites and ranges in them. */
export function noRemovedValues(change: ReplaceType, situation: Situation): readonly Precondition[] {
  const parts = [{ was: change.was, object: change.object }, ...(change.with ?? [])];
  const removed = parts.flatMap(({ was, object }) => {
    if (was.kind !== 'enum' || object.kind !== 'enum') return [];
    const values = was.values.filter((value) => !object.values.includes(value));
    return values.length === 0 ? [] : [{ type: was, list: values.map(quoteLiteral) }];
  });
  if (removed.length === 0) return [];
  /** A condition that is true where a value of the type holds one of them; nothing where none can. */
  const holding = (type: DataType, value: string, depth: number): string | undefined => {
    if (type.element) {
      const one = `value_${depth}`;
      const inside = holding(type.element, one, depth + 1);
      return inside && `EXISTS (SELECT FROM unnest(${value}) AS ${one} WHERE ${inside})`;
    }
    const { ref } = type;
    const own = ref && situation.from.types.find((other) => sameName(other, ref));
    switch (own?.kind) {
      case 'enum': {
        const gone = removed.find((one) => sameName(one.type, own));
        return gone && `${value}::text IN (${gone.list.join(', ')})`;
      }
      case 'domain':
        return holding(own.base, value, depth);
      case 'range':
        return either(['lower', 'upper'].map((end) => holding(own.subtype, `${end}(${value})`, depth)));
      case 'composite':
        return either(own.attributes.map((one) => holding(one.type, `(${value}).${quoteIdentifier(one.name)}`, depth)));
      default:
        return undefined;
    }
  };
  const gone = removed.flatMap((one) => one.list).join(' or ');
  return change.columns.flatMap(({ table, column }) => {
    const known = situation.before(table)?.columns.find((one) => one.name === column);
    const condition = known && holding(known.type, quoteIdentifier(column), 1);
    if (condition === undefined) return [];
    return [noRows(table, condition, `No row of ${qualified(table)} holds ${gone} in ${displayName(column)}.`)];
  });
}

function either(conditions: readonly (string | undefined)[]): string | undefined {
  const told = conditions.filter((one) => one !== undefined);
  return told.length === 0 ? undefined : told.length === 1 ? told[0] : `(${told.join(' OR ')})`;
}
