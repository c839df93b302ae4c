import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { words } from '../words.ts';
import type { Candidate } from './candidate.ts';
import { isText } from './compatible.ts';
import { type MatchedKey, matchKey } from './keys.ts';
import { isSurrogateWord, plainWords, type Reading, readings } from './names.ts';
import { satelliteWords } from './roles.ts';
import type { Targets } from './targets.ts';

/** A reference that the schema does not declare. */
export interface Proposal {
  readonly child: Table;
  readonly columns: readonly string[];
  readonly parent: Table;
  readonly key: readonly string[];
  readonly primary: boolean;
  readonly sameType: boolean;
  /** 0 to 1; comparable between proposals, not a probability. */
  readonly score: number;
  /** Why, as parts of a sentence, most telling first. */
  readonly facts: readonly string[];
}

/** What the candidates for one column come to: one proposal for each parent, best first. */
export function score(child: Table, column: Column, found: readonly Candidate[], all: readonly Reading[], targets: Targets, lookups: Lookups): readonly Proposal[] {
  const type = discriminator(child, column, all);
  const byParent = new Map<Table, Candidate[]>();
  for (const one of found) byParent.set(one.parent, [...(byParent.get(one.parent) ?? []), one]);
  const proposals: Proposal[] = [];
  for (const [parent, said] of byParent) {
    const judged = said.flatMap((one) => {
      if (parent === child && !mayBeItself(one)) return [];
      const key = matchKey(child, column, parent, one.reading, lookups);
      if (!key || (parent === child && key.key.includes(column.name))) return [];
      if (type !== undefined && one.reading && !hasWord(parent, type)) return [];
      return [{ one, key, telling: one.telling - key.penalty - copied(child, column, parent, key) }];
    });
    judged.sort((a, b) => b.telling - a.telling);
    const [best] = judged;
    if (!best) continue;
    const hows = new Set(judged.map(({ one }) => one.how));
    const more = Math.min(0.1, 0.04 * (hows.size - 1));
    proposals.push({
      child,
      columns: best.key.columns,
      parent,
      key: best.key.key,
      primary: best.key.primary,
      sameType: best.key.agreement === 'same',
      score: best.telling + more + context(child, column, parent, best.one, best.key, targets),
      facts: [...new Set(judged.map(({ one }) => one.fact))],
    });
  }
  return proposals.sort((a, b) => b.score - a.score);
}

function mayBeItself({ how, reading, role }: Candidate): boolean {
  if (how === 'own row' || how === 'person' || how === 'view' || how === 'comment' || how === 'grown together' || how === 'pair') return true;
  return role === true && (how === 'whole' || how === 'without prefix') && reading?.key !== undefined;
}

/** What the surroundings add or take. */
function context(child: Table, column: Column, parent: Table, candidate: Candidate, key: MatchedKey, targets: Targets): number {
  let sum = 0;
  if (key.agreement === 'other width') sum -= isText(column.type) ? 0.06 : 0.03;
  // A short code of just the key's length is hardly anything else.
  else if (key.primary && isText(column.type) && (column.type.length ?? 99) <= 10) sum += candidate.reading?.key === undefined ? 0.2 : 0.04;
  if (child.schema !== parent.schema) sum -= 0.06;
  if (child.indexes.some((index) => index.keys[0]?.column === column.name)) sum += 0.03;
  if (parent === child) return sum;
  const from = targets.of(child);
  const to = targets.of(parent);
  const kin = from.core.length === 1 && to.core.length === 1 && commonStart(from.core[0] ?? '', to.core[0] ?? '') >= 5;
  const partial = candidate.how === 'tail' || candidate.how === 'module' || candidate.how === 'name end';
  if (partial) {
    const head = to.core[0];
    if (head === from.core[0] || kin || to.core.slice(0, from.core.length).join('') === from.core.join('')) sum += 0.14;
  }
  if (satelliteWords.has(to.core.at(-1) ?? '') && candidate.how !== 'whole' && candidate.how !== 'declared') sum -= 0.2;
  return sum;
}

/**
 * `type` for entity_id beside entity_type: the row that is meant may be of any table, unless the type is only a copy of
 * the parent's own column of that name.
 */
function discriminator(child: Table, column: Column, all: readonly Reading[]): string | undefined {
  const stems = new Set(all.filter((reading) => reading.key !== undefined).map((reading) => reading.stem.join('')));
  if (stems.size === 0) return undefined;
  for (const one of child.columns) {
    if (one === column || !(isText(one.type) || one.type.family === 'enum' || one.type.family === 'integer')) continue;
    const its = plainWords(one.name);
    const last = its.at(-1) ?? '';
    if (its.join('') === 'contenttypeid' && stems.has('object')) return last;
    if (its.length > 1 && discriminators.has(last) && stems.has(its.slice(0, -1).join(''))) return last;
  }
  return undefined;
}

const discriminators = new Set(['type', 'class', 'kind', 'model', 'table']);

function hasWord(table: Table, word: string): boolean {
  return table.columns.some((column) => words(column.name).at(-1) === word);
}

/** What is taken off where the value rather is a copy of a text of the parent than a reference to it. */
function copied(child: Table, column: Column, parent: Table, key: MatchedKey): number {
  if (key.primary || key.key.length > 1 || !isText(column.type)) return 0;
  const parentKey = parent.primaryKey?.columns ?? [];
  // The reference proper is beside it: repository_id and repository_name.
  const [stem] = readings(column.name);
  const beside = child.columns.some((one) => one !== column && readings(one.name).some((its) => its.key !== undefined && isSurrogateWord(its.key) && its.stem.join('') === stem?.stem.join('')));
  if (beside) return 1;
  return parentKey.length > 0 && isSurrogateWord(words(key.key[0] ?? '').at(-1) ?? '') ? 0 : 0.32;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
