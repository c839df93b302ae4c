import type { Catalog, UserType } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { compareText, qualified } from '../../catalog/names.ts';
import type { CatalogObject, ObjectReference } from '../../catalog/object.ts';
import type { Index } from '../../catalog/table.ts';
import { type Item, itemsOf } from '../items.ts';
import type { Gone } from './rename.ts';

/**
 * Objects without data of their own that are the same under another name: constraints, indexes, triggers, policies,
 * rules, statistics, views, routines, types, sequences. A wrong guess among several that are the same changes nothing.
 */
export function partRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const [before, after] = [itemsOf(from), itemsOf(to)];
  const added = new Map<string, Item[]>();
  for (const item of after.values()) {
    if (before.has(item.key)) continue;
    const told = fingerprint(item);
    if (told !== undefined) added.set(told, [...(added.get(told) ?? []), item]);
  }
  const gone: Gone[] = [];
  for (const item of [...before.values()].sort((a, b) => compareText(a.key, b.key))) {
    if (after.has(item.key)) continue;
    const told = fingerprint(item);
    const match = told === undefined ? undefined : added.get(told)?.shift();
    if (!match) continue;
    const name = nameIn(match.object);
    const change: Change = { kind: 'rename', object: item.reference, to: name };
    const reasons = [item.object.kind === 'sequence' ? 'the same column owns it' : 'nothing but the name differs'];
    gone.push({
      key: item.key,
      holdsData: false,
      certain: true,
      candidates: [{ key: match.key, name, score: 1, reasons, change }],
    });
  }
  return [...gone, ...typeMoves(before, after, new Set(gone.map(({ key }) => key)))];
}

/** Types that are the same in another schema, under the same name; of several that could be it, none is. */
function typeMoves(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  renamed: ReadonlySet<string>,
): readonly Gone[] {
  const movable = (items: ReadonlyMap<string, Item>, others: ReadonlyMap<string, Item>) =>
    [...items.values()].flatMap((item) =>
      item.object.kind === 'type' && !others.has(item.key) && !renamed.has(item.key)
        ? [{ item, type: item.object.type, told: withoutSchema(item.object.type) }]
        : [],
    );
  const [gone, added] = [movable(before, after), movable(after, before)];
  return gone.flatMap(({ item, type, told }): readonly Gone[] => {
    const matches = added.filter((one) => one.told === told);
    const [match] = matches;
    if (!match || matches.length > 1 || gone.filter((one) => one.told === told).length > 1) return [];
    const { schema } = match.type;
    const reasons = ['the same in another schema'];
    const change: Change = { kind: 'set schema', object: item.reference, schema };
    const name = qualified({ schema, name: type.name });
    return [
      {
        key: item.key,
        holdsData: false,
        certain: true,
        candidates: [{ key: match.item.key, name, score: 1, reasons, change }],
      },
    ];
  });
}

function withoutSchema({ schema: _, ...rest }: UserType): string {
  return toldBy(rest);
}

function nameIn(object: CatalogObject): string {
  switch (object.kind) {
    case 'routine':
      return object.routine.name;
    case 'constraint':
      return object.constraint.name;
    case 'index':
      return object.index.name;
    case 'trigger':
      return object.trigger.name;
    case 'policy':
      return object.policy.name;
    case 'rule':
      return object.rule.name;
    case 'statistics':
      return object.statistics.name;
    case 'view':
      return object.view.name;
    case 'type':
      return object.type.name;
    case 'sequence':
      return object.sequence.name;
    default:
      throw new Error(`a ${object.kind} is no part`);
  }
}

/** What it is, in one text, but for what may be changed in place. */
function toldBy(value: unknown): string {
  return JSON.stringify(value, (key, one) =>
    key === 'owner' || key === 'comment' || key === 'grants' ? undefined : typeof one === 'bigint' ? `${one}` : one,
  );
}

/** All that an object is but for its name; nothing for kinds that are looked at elsewhere. */
function fingerprint({ object, inherited }: Item): string | undefined {
  if (inherited) return undefined;
  const where = (reference: ObjectReference['of']) => `${reference?.schema}.${reference?.name}`;
  switch (object.kind) {
    case 'constraint': {
      const { name: _, ...rest } = object.constraint;
      const plain = { ...rest, index: undefined, referencedIndex: undefined };
      return `constraint ${where(object.table)} ${object.type} ${toldBy(plain)} ${object.index ? toldBy(indexShape(object.index)) : ''}`;
    }
    case 'index':
      return `index ${where(object.relation)} ${toldBy(indexShape(object.index))}`;
    case 'trigger': {
      const { name, definition, ...rest } = object.trigger;
      return `trigger ${where(object.relation)} ${toldBy(rest)} ${withoutName(definition, name)}`;
    }
    case 'policy': {
      const { name: _, ...rest } = object.policy;
      return `policy ${where(object.table)} ${toldBy(rest)}`;
    }
    case 'view': {
      const { name: _, definition, columns, options, materialized, schema } = object.view;
      return `view ${toldBy({ definition, columns: columns.map((one) => one.name), options, materialized, schema })}`;
    }
    case 'routine': {
      const { name, signature, definition, ...rest } = object.routine;
      return `routine ${toldBy(rest)} ${signature.slice(name.length)} ${definition.length - name.length}`;
    }
    case 'type': {
      const { name: _, ...rest } = object.type;
      return rest.kind === 'enum' || rest.kind === 'composite' || rest.kind === 'domain'
        ? `type ${toldBy(rest)}`
        : undefined;
    }
    case 'sequence': {
      // Free ones look all alike; a column's own goes on counting, whatever becomes of its type.
      const { ownedBy, schema } = object.sequence;
      return ownedBy ? `sequence ${toldBy({ schema, ownedBy })}` : undefined;
    }
    case 'statistics': {
      const { name, definition, ...rest } = object.statistics;
      return `statistics ${toldBy(rest)} ${withoutName(definition, name)}`;
    }
    default:
      return undefined;
  }
}

function indexShape(index: Index): unknown {
  const { name, definition: _, constraint: _constraint, ...rest } = index;
  return { ...rest, name: index.constraint === undefined ? undefined : name.length > 0 };
}

/** The definition with the first mention of the name taken out. */
function withoutName(definition: string, name: string): string {
  return definition.replace(name, () => '');
}
