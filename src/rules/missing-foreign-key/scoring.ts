import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate, How, Search } from './candidate.ts';
import { isText } from './compatible.ts';
import { copyDoubt, hasColumnEnding, isPlainRecord } from './doubts.ts';
import { type MatchedKey, matchKey } from './keys.ts';
import type { Reading } from './names.ts';
import { satelliteWords } from './roles.ts';
import type { Targets } from './targets.ts';

/** A reference that the schema does not declare. */
export interface Proposal {
  readonly child: Table;
  readonly columns: readonly string[];
  readonly parent: Table;
  readonly key: readonly string[];
  /** The key is the parent's primary key. */
  readonly primary: boolean;
  readonly sameType: boolean;
  /** 0 to about 1; comparable between proposals, not a probability. */
  readonly score: number;
  /** Why, with the column as the subject of each, most telling first. */
  readonly facts: readonly string[];
}

interface Judged {
  readonly one: Candidate;
  readonly key: MatchedKey;
  readonly telling: number;
}

/** What the candidates for one column come to: one proposal for each parent, best first. */
export function score(
  { child, column, readings, targets, kinds }: Search,
  found: readonly Candidate[],
  lookups: Lookups,
): readonly Proposal[] {
  if (found.length === 0) return [];
  const type = readings
    .map((reading) => (reading.keyed ? kinds().get(reading.text) : undefined))
    .find((word) => word !== undefined);
  const byParent = new Map<Table, Candidate[]>();
  for (const one of found) byParent.set(one.parent, [...(byParent.get(one.parent) ?? []), one]);
  const proposals = [...byParent].flatMap(([parent, said]) => {
    const judged = said.flatMap((one): readonly Judged[] => {
      const byName = one.reading !== undefined || one.how === 'person';
      if (type !== undefined && byName && !hasColumnEnding(parent, type)) return [];
      if (parent === child && !mayBeItself(one)) return [];
      const key = matchKey(child, column, parent, one.reading, lookups);
      if (!key || (parent === child && key.key.includes(column.name))) return [];
      const copy = key.primary || key.key.length > 1 ? 0 : copyDoubt(child, column, one.reading, key.key[0] ?? '');
      return [{ one, key, telling: one.telling - key.penalty - copy }];
    });
    return propose(child, column, parent, judged, targets);
  });
  return proposals.sort((a, b) => b.score - a.score);
}

function propose(
  child: Table,
  column: Column,
  parent: Table,
  judged: readonly Judged[],
  targets: Targets,
): readonly Proposal[] {
  const ranked = judged.toSorted((a, b) => b.telling - a.telling);
  const [best] = ranked;
  if (!best) return [];
  // Every further kind of sign makes it a little surer, two at most.
  const more = 0.04 * Math.min(2, new Set(ranked.map(({ one }) => one.how)).size - 1);
  return [
    {
      child,
      columns: best.key.columns,
      parent,
      key: best.key.key,
      primary: best.key.primary,
      sameType: best.key.agreement === 'same',
      score: best.telling + more + context(child, column, parent, best, targets),
      facts: told(ranked.map(({ one }) => one.fact)),
    },
  ];
}

/** Three reasons are enough; that half the name fits is no news where the whole one does. */
function told(facts: readonly string[]): readonly string[] {
  const whole = 'is named for the parent';
  const news = facts.filter((fact) => fact === whole || !fact.startsWith('is named') || !facts.includes(whole));
  return [...new Set(news)].slice(0, 3);
}

const ownSigns: ReadonlySet<How> = new Set(['own row', 'person', 'view', 'comment', 'grown together', 'pair']);

/** Whether a sign can mean another row of the same table: only with a role before its name. */
function mayBeItself({ how, reading, role }: Candidate): boolean {
  const named = how === 'whole' || how === 'without prefix';
  return ownSigns.has(how) || (named && role === true && reading?.key !== undefined);
}

const partialSigns: ReadonlySet<How> = new Set(['tail', 'module', 'name end']);

/** What the surroundings add or take. */
function context(child: Table, column: Column, parent: Table, { one, key }: Judged, targets: Targets): number {
  let sum = 0;
  if (key.agreement === 'other width') sum -= isText(column.type) ? 0.06 : 0.03;
  else if (key.primary && isText(column.type)) sum += sameLength(column, one.reading);
  if (child.schema !== parent.schema) sum -= 0.06;
  if (child.indexes.some((index) => index.keys[0]?.column === column.name)) sum += 0.03;
  if (parent === child) return sum;
  const from = targets.of(child).core;
  const to = targets.of(parent).core;
  // Half a name means the table of the same family: `template_id` of notification_rules a notification_template.
  if (partialSigns.has(one.how) && (from[0] === to[0] || areKin(from, to))) sum += 0.14;
  if (satelliteWords.has(to.at(-1) ?? '') && one.how !== 'whole' && one.how !== 'declared') sum -= 0.2;
  if (isPlainRecord(child)) sum -= 0.45;
  return sum;
}

/** Names of one word each that begin alike. */
function areKin(from: readonly string[], to: readonly string[]): boolean {
  const [a = '', moreA] = from;
  const [b = '', moreB] = to;
  return moreA === undefined && moreB === undefined && a.length >= 5 && a.slice(0, 5) === b.slice(0, 5);
}

/** A short code of just the key's length is hardly anything else; nor is another length that somebody chose twice. */
function sameLength(column: Column, reading: Reading | undefined): number {
  const length = column.type.length ?? 255;
  if (reading?.key !== undefined) return length <= 10 ? 0.04 : 0;
  return length <= 10 ? 0.2 : length === 255 ? 0 : 0.14;
}
