import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { droppedBefore } from './steps.ts';
import { type Succession, successions } from './succeeding-key.ts';
import { rulePhase, type UniqueRule } from './unique-rules.ts';

type Drop = Extract<Change, { readonly kind: 'drop' }>;
type Create = Extract<Change, { readonly kind: 'create' }>;

/** A rule that goes or comes, with the change that says so. */
export interface RuleChange<Kind extends Drop | Create> {
  readonly change: Kind;
  readonly rule: UniqueRule;
  /** Nothing for an index that no constraint owns. */
  readonly type?: 'primary key' | 'unique';
}

/** A foreign key that leans on what goes, and another that comes in its place to lean on something else. */
export type LeaningKey = Succession;

/** Rules that go, rules that can only come with that, and the foreign keys between: all of it changes in one place. */
export interface KeyExchange {
  readonly gone: readonly RuleChange<Drop>[];
  readonly made: readonly RuleChange<Create>[];
  readonly foreignKeys: readonly LeaningKey[];
}

/** The rule that an object is, if nothing but its own table has to do with it: what partitions share is theirs together. */
function ruleOf(object: CatalogObject): Pick<RuleChange<Drop>, 'rule' | 'type'> | undefined {
  if (object.kind === 'index')
    return object.index.unique && !object.partitioned && !object.index.partitionOf
      ? { rule: { table: object.relation, index: object.index } }
      : undefined;
  if (object.kind !== 'constraint' || (object.type !== 'primary key' && object.type !== 'unique')) return undefined;
  const { table, constraint, index, type, partitioned } = object;
  if (!index || partitioned || index.partitionOf || constraint.withoutOverlaps) return undefined;
  return { rule: { table, index, constraint }, type };
}

/** The exchange that a change is the last of, and so carries out; nothing for the others. */
export function exchangeBy(change: Change, situation: Situation): KeyExchange | undefined {
  const drops = rulesDropped(situation.changes);
  if (drops.length === 0 || change.kind !== 'create') return undefined;
  const places = new Map(situation.changes.map((one, at) => [one, at]));
  const isLast = (exchange: KeyExchange) => {
    const all = changesOf(exchange).toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    return all.at(-1) === change;
  };
  return exchanges(drops, situation).find((one) => isLast(one) && canWait(one, situation));
}

/** All changes of an exchange. */
export function changesOf({ gone, made, foreignKeys }: KeyExchange): readonly Change[] {
  return [
    ...gone.map((one) => one.change),
    ...made.map((one) => one.change),
    ...foreignKeys.flatMap((one) => [one.change, one.again]),
  ];
}

const droppedOf = new WeakMap<readonly Change[], readonly RuleChange<Drop>[]>();

/** Most plans drop no rule; each of many changes asks. */
function rulesDropped(changes: readonly Change[]): readonly RuleChange<Drop>[] {
  const known = droppedOf.get(changes);
  if (known) return known;
  const found = changes.flatMap((change): readonly RuleChange<Drop>[] => {
    const rule = change.kind === 'drop' ? ruleOf(change.object) : undefined;
    return change.kind === 'drop' && rule ? [{ change, ...rule }] : [];
  });
  droppedOf.set(changes, found);
  return found;
}

/** Two rules of which one takes the other's place belong together, and so do those that have one in common. */
function exchanges(drops: readonly RuleChange<Drop>[], situation: Situation): readonly KeyExchange[] {
  const made = situation.changes.flatMap((change): readonly RuleChange<Create>[] => {
    const rule = change.kind === 'create' ? ruleOf(change.object) : undefined;
    return change.kind === 'create' && rule && !situation.isNew(rule.rule.table) ? [{ change, ...rule }] : [];
  });
  const groups: KeyExchange[] = [];
  for (const one of drops) {
    const foreignKeys = leaningOn(one.rule, situation.changes);
    const own: KeyExchange = {
      gone: [one],
      made: made.filter((other) => takesPlace(one, other, foreignKeys, situation)),
      foreignKeys,
    };
    const joined = groups.filter((group) => group.made.some((other) => own.made.includes(other)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined, own].reduce(united));
  }
  return groups.filter((group) => group.made.length + group.foreignKeys.length > 0);
}

function united(a: KeyExchange, b: KeyExchange): KeyExchange {
  const all = <One>(some: readonly One[], others: readonly One[]) => [...new Set([...some, ...others])];
  return {
    gone: all(a.gone, b.gone),
    made: all(a.made, b.made),
    foreignKeys: all(a.foreignKeys, b.foreignKeys),
  };
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join('\0') === b.toSorted().join('\0');

/** Whether the second cannot stand beside the first, or only comes when the first may go. */
function takesPlace(
  gone: RuleChange<Drop>,
  made: RuleChange<Create>,
  foreignKeys: readonly LeaningKey[],
  situation: Situation,
): boolean {
  const [was, now] = [gone.rule, made.rule];
  if (!sameName(was.table, now.table)) return false;
  if (was.index.name === now.index.name) return true;
  if (gone.type === 'primary key' && made.type === 'primary key') return true;
  const columns = columnsOf(now);
  // A foreign key takes the first unique index over its columns, which must be the one that stays.
  if (foreignKeys.some(({ was: { constraint } }) => sameNames(constraint.referencedColumns, columns))) return true;
  const isShared = columnsOf(was).some((column) => columns.includes(column));
  return isShared && rulePhase(now, situation, { primary: made.type === 'primary key' }) === 'contract';
}

function columnsOf({ index }: UniqueRule): readonly string[] {
  return [...index.keys.flatMap((key) => key.column ?? []), ...index.expressionColumns];
}

function leaningOn(rule: UniqueRule, changes: readonly Change[]): readonly LeaningKey[] {
  return successions(changes).filter(({ was }) => leansOn(was.constraint, rule));
}

/** Whether a foreign key relies on the rule's index. */
export function leansOn({ references, referencedColumns, referencedIndex }: ForeignKey, rule: UniqueRule): boolean {
  if (!sameName(references, rule.table)) return false;
  return referencedIndex === undefined
    ? sameNames(referencedColumns, columnsOf(rule))
    : referencedIndex === rule.index.name;
}

/** Whether nothing else, meanwhile, needs it gone or takes it along, and no column of it changes places with another. */
function canWait(exchange: KeyExchange, situation: Situation): boolean {
  const { gone, made, foreignKeys } = exchange;
  if (gone.some(({ rule }) => situation.isNew(rule.table))) return false;
  const stays = (drop: Drop) => droppedBefore(situation, (object) => object === drop.object) === drop;
  if (![...gone, ...foreignKeys].every(({ change }) => stays(change))) return false;
  const { changes, to } = situation;
  const isSwapped = (table: QualifiedName, columns: readonly string[]) =>
    changes.some((one) => {
      const swapped = one.kind === 'change type' ? [one] : one.kind === 'replace type' ? one.columns : [];
      const isOwn = swapped.some((other) => sameName(other.table, table) && columns.includes(other.column));
      return isOwn && situation.isHeavy(one);
    });
  const rules = [...gone, ...made].map((one) => one.rule);
  const keys = foreignKeys.flatMap(({ was, now }) => [was, now]);
  const pointing = to.tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => made.some(({ rule }) => leansOn(key, rule)))
      .map((constraint) => ({ table, constraint })),
  );
  return !(
    rules.some((rule) => isSwapped(rule.table, columnsOf(rule))) ||
    [...keys, ...pointing].some(
      ({ table, constraint }) =>
        isSwapped(table, constraint.columns) || isSwapped(constraint.references, constraint.referencedColumns),
    )
  );
}
