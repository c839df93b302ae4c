import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { decorates } from './decorates.ts';
import { restored } from './restored.ts';

type Drop = Extract<Change, { readonly kind: 'drop' }>;

/** Changes that a swap carries out in its own transaction, as statements there and back. */
export interface Bracket {
  readonly changes: readonly Change[];
  /** Those of them that no change outside the swap needs, too. */
  readonly own: (isWantedElsewhere: (drop: Drop) => boolean) => readonly Change[];
  readonly drop: readonly string[];
  readonly make: readonly string[];
  readonly dropAgain: readonly string[];
  readonly makeAgain: readonly string[];
}

/** What stands on the tables, and on that, and so is dropped and made again around a change of theirs. */
export function bracketOf(own: readonly Change[], tables: readonly QualifiedName[], situation: Situation): Bracket {
  const others = situation.changes.filter((one) => !own.includes(one));
  const keyOfChange = (one: Change) =>
    one.kind === 'create' || one.kind === 'drop' ? objectKey(referenceTo(one.object)) : undefined;
  const names = new Set(tables.map(({ name }) => name));
  const pairs: Drop[] = [];
  for (let grown = true; grown; ) {
    grown = false;
    for (const drop of others) {
      if (drop.kind !== 'drop' || !standing.has(drop.object.kind) || pairs.includes(drop)) continue;
      const again = others.some((one) => one.kind === 'create' && keyOfChange(one) === keyOfChange(drop));
      if (!again || !speaksOf(drop, names)) continue;
      pairs.push(drop);
      if (drop.object.kind === 'view' || drop.object.kind === 'routine')
        names.add(bareName(referenceTo(drop.object).name));
      grown = true;
    }
  }
  const keys = new Set(pairs.map(keyOfChange));
  const follows = (one: Change, keys: ReadonlySet<string | undefined>) => {
    if (one.kind === 'create') {
      const { object } = one;
      const on = 'relation' in object ? object.relation : undefined;
      return keys.has(keyOfChange(one)) || (on !== undefined && keys.has(objectKey({ kind: 'view', ...nameOf(on) })));
    }
    if (!decorates(one)) return false;
    const { of } = one.object;
    const key = objectKey(one.object);
    const indexes = others.filter(
      (other) =>
        other.kind === 'create' &&
        other.object.kind === 'index' &&
        keys.has(objectKey({ kind: 'view', ...nameOf(other.object.relation) })),
    );
    return (
      keys.has(key) ||
      indexes.some((index) => keyOfChange(index) === key) ||
      (of !== undefined && keys.has(objectKey({ kind: 'view', ...of })))
    );
  };
  const made = others.filter((one) => follows(one, keys));
  const dropped = others.filter((one) => one.kind === 'drop').filter((one) => pairs.includes(one));
  const sql = (ones: readonly Change[]) =>
    ones.flatMap((one) => renderChange(one, situation.traits).map((statement) => statement.sql));
  const unmade = made
    .flatMap((one): readonly Change[] =>
      one.kind === 'create' && keys.has(keyOfChange(one)) ? [{ kind: 'drop', object: one.object }] : [],
    )
    .reverse();
  return {
    changes: [...dropped, ...made],
    own: (isWantedElsewhere) => {
      const wanted = pairs.filter(isWantedElsewhere);
      const elsewhere = new Set(wanted.map(keyOfChange));
      return [...dropped.filter((one) => !wanted.includes(one)), ...made.filter((one) => !follows(one, elsewhere))];
    },
    drop: sql(dropped),
    make: sql(made),
    dropAgain: sql(unmade),
    makeAgain: dropped.toReversed().flatMap((one) => restored(one, situation)),
  };
}

/** Kinds of objects that stand on a table. */
const standing: ReadonlySet<string> = new Set(['view', 'routine', 'rule', 'policy', 'trigger', 'other']);

const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

const bareName = (signature: string): string => signature.replace(/\(.*$/, '');

function speaksOf(drop: Drop, names: ReadonlySet<string>): boolean {
  const text = JSON.stringify(drop.object, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return [...names].some((name) => new RegExp(`\\b${name.replaceAll(/\W/g, '\\$&')}\\b`).test(text));
}
