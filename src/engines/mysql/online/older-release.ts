import type { Dialect } from '../flavour.ts';
import { type DraftColumn, same } from '../read/draft.ts';
import { instantSince, leavesReleaseOpen, newerWays } from '../releases.ts';
import { columnOf } from './alter-actions.ts';
import type { AlterClass } from './alter-class.ts';
import { isInnodb, type Situation } from './class-of.ts';

/**
 * Asks for more where the release of MySQL does not do it in an instant yet: columns that go or come before others make the
 * table anew, and a column is renamed in place, a virtual one by a copy
 * (https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html).
 */
export function onOlderRelease(situation: Situation): void {
  const { before, dialect, demands } = situation;
  if (dialect.flavour !== 'mysql' || !isInnodb(before)) return;
  if (dialect.number < instantSince.names) renamed(situation);
  const { columns } = demands;
  if (columns === undefined || !makesAnew(situation)) return;
  demands.rebuild ??= columns;
  if (demands.virtual) demands.copy ??= 'virtual columns come or go together with what takes work';
}

function renamed({ actions, before, after, demands }: Situation): void {
  for (const action of actions) {
    if (action.kind !== 'change column') continue;
    const [was, is] = [columnOf(before, action.from), columnOf(after, action.to)];
    if (!was || !is || was.name === is.name) continue;
    if (!isStored(was)) demands.copy ??= 'a virtual column is renamed';
    else demands.inPlace ??= 'a column is renamed';
  }
}

/** Whether columns come and go otherwise than the release can note. */
function makesAnew(situation: Situation): boolean {
  const { number } = situation.dialect;
  if (number < instantSince.lastColumns) return true;
  return number < instantSince.columns && !onlyAppended(situation);
}

/** Whether no column that is stored goes, and those that come stand behind all that were there. */
function onlyAppended({ actions, before, after }: Situation): boolean {
  const come = actions.flatMap((one) => (one.kind === 'add column' ? [one.name] : []));
  const isNew = ({ name }: DraftColumn) => come.some((one) => same(one, name));
  const lastOld = after.columns.findLastIndex((column) => !isNew(column));
  const behind = after.columns.every((column, at) => !isNew(column) || !isStored(column) || at > lastOld);
  return behind && !actions.some((one) => one.kind === 'drop column' && isStored(columnOf(before, one.name)));
}

const isStored = (column: DraftColumn | undefined) => column !== undefined && column.generated?.stored !== false;

/** Before MySQL 8.0.12 the word INSTANT is not known: what only the dictionary notes is done in place. */
export function withoutInstant(found: AlterClass, { flavour, number }: Dialect): AlterClass {
  if (flavour !== 'mysql' || number >= instantSince.lastColumns || found.algorithm !== 'INSTANT') return found;
  return { ...found, algorithm: 'INPLACE', lock: 'NONE' };
}

/**
 * Where a version leaves open which release of MySQL 8.0 it is: with the release as of which the class holds, if earlier
 * ones do more. What spares the rows in all of them is told
 * without, where only the word INSTANT is younger.
 */
export function asOfRelease(
  found: AlterClass,
  dialect: Dialect,
  classedOn: (dialect: Dialect) => AlterClass | undefined,
): AlterClass {
  if (!leavesReleaseOpen(dialect)) return found;
  const before = (release: number) => classedOn({ ...dialect, number: release - 1 });
  const release = newerWays.find((one) => isOther(before(one), found));
  const oldest = before(instantSince.lastColumns);
  if (release === undefined || !oldest) return found;
  if (release === instantSince.lastColumns && oldest.rebuilds === found.rebuilds) return found;
  return { ...found, since: { release: `8.0.${release % 100}`, before: oldest } };
}

const isOther = (one: AlterClass | undefined, found: AlterClass) =>
  one !== undefined &&
  (one.algorithm !== found.algorithm || one.lock !== found.lock || one.rebuilds !== found.rebuilds);
