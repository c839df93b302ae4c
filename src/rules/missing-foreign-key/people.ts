import { compareNames } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { agentOf, isStamp } from './agents.ts';
import type { Search } from './candidate.ts';
import { readings } from './names.ts';
import { foreignSystems } from './roles.ts';
import type { TargetTable } from './target-table.ts';

/** Words for those who do things in a system, and how likely their table is the one that rows are stamped with. */
const personWords: Readonly<Record<string, number>> = {
  user: 5,
  usuario: 5,
  utilisateur: 5,
  benutzer: 5,
  account: 3.5,
  member: 3,
  person: 3,
  employee: 3,
  staff: 3,
  empleado: 3,
  profile: 2,
  participant: 2,
  author: 2,
};
/** Words for those who work for the owner of the system. */
const workforce: ReadonlySet<string> = new Set(['employee', 'staff', 'person', 'worker', 'personnel', 'empleado']);
/** Words that stand behind a person's word when the table still is that of the persons: `user_entity`, `useraccount`. */
const recordWords: ReadonlySet<string> = new Set(
  'info information account data detail master record profile main entity'.split(' '),
);

/** A table of the system's people. */
export interface PersonTable {
  readonly table: Table;
  /** Higher for the likelier one. */
  readonly rank: number;
  readonly worker: boolean;
}

/**
 * The tables that may hold the persons of the system, likeliest first: named for them, with a key of their own, and
 * not a satellite of one that is likelier (settings, tokens, a profile that bears the user's key).
 */
export function personTables(targets: readonly TargetTable[]): readonly PersonTable[] {
  const named = targets.flatMap((target) => {
    const rank = target.table.primaryKey ? personRank(target) : 0;
    return rank > 0 ? [{ target, rank, word: personWord(target) }] : [];
  });
  return named
    .filter(
      (one) =>
        !named.some(
          (other) => other !== one && other.rank >= one.rank && refersTo(one.target, other.target, other.word),
        ),
    )
    .map(({ target, rank }) => ({
      table: target.table,
      // A table of people is seldom stamped with its own: of two that might be meant, the one without such columns is.
      rank: rank - (target.table.columns.some(isStamp) ? 0.5 : 0),
      worker: workforce.has(target.core.at(-1) ?? ''),
    }))
    .sort((a, b) => b.rank - a.rank || compareNames(a.table, b.table));
}

/** `created_by`, `approver_id`: a person, in the likeliest table of persons. */
export function byPerson({ child, own, column, persons, add }: Search): void {
  const agent = persons.length === 0 ? undefined : agentOf(column, own.core);
  if (!agent) return;
  let best: PersonTable | undefined;
  let most = 0;
  let tied = false;
  for (const person of persons) {
    const isMeant = agent.worker && person.worker;
    const rank = person.rank + (isMeant ? (person.table === child ? 8 : 3) : 0);
    tied = rank === most || (tied && rank < most);
    if (rank <= most) continue;
    best = person;
    most = rank;
  }
  if (!best || tied) return;
  let telling = agent.telling;
  // In a table about another system (`github_accounts`) the owner may be one of that system.
  if (own.words.some((word) => foreignSystems.has(word))) telling -= 0.25;
  if (best.rank < 2) telling -= 0.2;
  const fact = `names a person (${agent.word})`;
  add({ parent: best.table, telling, reading: undefined, how: 'person', fact });
}

function personWord(target: TargetTable): string {
  return target.core.find((word) => Object.hasOwn(personWords, word)) ?? target.core[0] ?? '';
}

function personRank({ core, module }: TargetTable): number {
  const last = core.at(-1) ?? '';
  const rank = (word: string) => (Object.hasOwn(personWords, word) ? (personWords[word] ?? 0) : 0);
  if (core.length === 1) {
    if (rank(last) > 0) return rank(last);
    for (const word of Object.keys(personWords)) {
      if (last.startsWith(word) && recordWords.has(last.slice(word.length))) return rank(word) - 0.3;
      if (last.endsWith(word) && word.length >= 4 && last.length - word.length <= 4) return rank(word) - 0.6;
    }
    return 0;
  }
  if (core.length === 2 && rank(core[0] ?? '') > 0 && recordWords.has(last)) return rank(core[0] ?? '') - 0.3;
  return Math.max(0, rank(last) - (core.length > 2 ? 1.5 : module === undefined ? 0.6 : 0.5));
}

/** Whether one table of persons has a column named for the other. */
function refersTo(one: TargetTable, other: TargetTable, word: string): boolean {
  return one.table.columns.some((column) => {
    const [reading] = readings(column.name);
    if (reading?.key === undefined) return false;
    const stem = reading.text;
    // Its own key may be named for persons too: `harbor_user.user_id`.
    if (column.name === one.key && one.text.endsWith(stem)) return false;
    return stem === word || stem === other.text;
  });
}
