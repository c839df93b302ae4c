import type { Change } from './change.ts';
import { displayName, qualifiedColumn } from './names.ts';
import { narrowing } from './narrowing.ts';

type OfType = Extract<Change, { readonly kind: 'drop attribute' | 'replace type' }>;

/** What columns lose, without a word of the engine, when the composite type of their values changes: a phrase. */
export function lossInType(change: OfType): string | undefined {
  const { columns = [] } = change;
  if (columns.length === 0) return undefined;
  const lost = change.kind === 'drop attribute' ? [allOf(change.attribute)] : lostOfAttributes(change);
  if (lost.length === 0) return undefined;
  const [first, second, ...rest] = columns.map(({ table, column }) => qualifiedColumn(table, column));
  const more = rest.length > 0 ? ` and ${rest.length} more` : '';
  return `${lost.join('; ')} in ${second === undefined ? first : `${first}, ${second}`}${more}`;
}

const allOf = (attribute: string) => `all values of attribute ${displayName(attribute)}`;

/** Attributes go over one by one, by casts that cut what is too long. */
function lostOfAttributes(change: Extract<Change, { readonly kind: 'replace type' }>): readonly string[] {
  return [change, ...(change.with ?? [])].flatMap(({ was, object }) => {
    if (was.kind !== 'composite' || object.kind !== 'composite') return [];
    return was.attributes.flatMap(({ name, type }) => {
      const after = object.attributes.find((one) => one.name === name);
      if (!after) return [allOf(name)];
      const loss = narrowing(type.text, after.type.text);
      if (loss === undefined || (loss.endsWith(' fail') && !loss.startsWith('longer'))) return [];
      return [
        `of attribute ${displayName(name)} what ${after.type.text} does not hold (${loss.replace(' fail', ' are cut')})`,
      ];
    });
  });
}
