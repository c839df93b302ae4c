import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { type Agreement, agreement, isIdentifier, isText } from './compatible.ts';
import { isNaturalWord, isSurrogateWord, type Reading } from './names.ts';
import { plainText } from './spelling.ts';
import { isGenericKey } from './target-table.ts';

/** A key of the parent that a column can refer to, with the columns of both sides in order. */
export interface MatchedKey {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly agreement: Agreement;
  readonly primary: boolean;
  /** What is taken off for a key that is not the one that the name promises. */
  readonly penalty: number;
}

/** The key of `parent` that `column` refers to, if its type and name allow one. */
export function matchKey(
  child: Table,
  column: Column,
  parent: Table,
  reading: Reading | undefined,
  lookups: Lookups,
): MatchedKey | undefined {
  const found = lookups.uniqueKeys(parent).flatMap((key) => {
    const one =
      key.length === 1
        ? single(column, parent, key[0] ?? '', reading, lookups)
        : composite(child, column, parent, key, lookups);
    return one ? [one] : [];
  });
  if (found.length === 0) return undefined;
  const best = Math.min(...found.map((one) => one.penalty));
  const choice = found.filter((one) => one.penalty === best);
  // Two keys as likely: the primary one, else nobody can say which.
  return choice.length === 1 ? choice[0] : choice.find((one) => one.primary);
}

function single(
  column: Column,
  parent: Table,
  name: string,
  reading: Reading | undefined,
  lookups: Lookups,
): MatchedKey | undefined {
  const key = lookups.column(parent, name);
  const agrees = key && agreement(column, key);
  if (!agrees) return undefined;
  const primary = parent.primaryKey?.columns.length === 1 && parent.primaryKey.columns[0] === name;
  const penalty = namePenalty(column, name, primary, reading, agrees);
  return penalty === undefined
    ? undefined
    : { columns: [column.name], key: [name], agreement: agrees, primary, penalty };
}

function namePenalty(
  column: Column,
  key: string,
  primary: boolean,
  reading: Reading | undefined,
  agrees: Agreement,
): number | undefined {
  if (plainText(column.name) === plainText(key) && !isGenericKey(key)) return primary ? 0 : 0.02;
  const last = words(key).at(-1) ?? '';
  const asked = reading?.key;
  if (asked !== undefined && !isSurrogateWord(asked)) {
    if (last === asked) return primary ? 0 : 0.04;
    // `country_code` for a key called `iso` or `id`, of the same type; `queue_name` is never a queue's number.
    return primary && isNaturalWord(asked) ? (isText(column.type) ? 0.06 : 0.3) : undefined;
  }
  if (asked !== undefined && asked !== 'id' && last === asked) return primary ? 0 : 0.04;
  if (primary) return asked === undefined && isText(column.type) && agrees !== 'same' ? 0.1 : 0;
  // Another unique column of just this type, where the primary key is of another.
  if (agrees !== 'same') return undefined;
  if (asked === undefined) return isText(column.type) ? 0.2 : undefined;
  return isIdentifier(column.type) && words(key).some((word) => isSurrogateWord(word)) ? 0.22 : undefined;
}

/** A composite key of which the child has all other columns by name: (tenant_id, project_id) → (tenant_id, id). */
function composite(
  child: Table,
  column: Column,
  parent: Table,
  key: readonly string[],
  lookups: Lookups,
): MatchedKey | undefined {
  if (parent === child) return undefined;
  const anchors = key.filter((name) => name === column.name || words(name).every(isSurrogateWord));
  const [anchor] = anchors;
  if (anchor === undefined || anchors.length > 1) return undefined;
  const columns: string[] = [];
  for (const name of key) {
    const from = name === anchor ? column : lookups.column(child, name);
    const to = lookups.column(parent, name);
    if (!from || !to || !agreement(from, to) || (name !== anchor && isGenericKey(name))) return undefined;
    columns.push(from.name);
  }
  return { columns, key, agreement: 'same', primary: parent.primaryKey?.columns === key, penalty: 0.03 };
}
