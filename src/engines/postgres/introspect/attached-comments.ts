import type { OtherObject } from '../../../catalog/catalog.ts';
import { type ObjectReference, objectKey } from '../../../catalog/object.ts';
import type { Row } from '../../connection.ts';
import { attachedComment, type Commented } from '../render/attached.ts';
import type { Facts } from './facts.ts';
import { classes } from './query.ts';
import type { NameOf } from './references.ts';
import { keyBy, number, numbers, optionalText, text } from './rows.ts';

/** What a comment is of, its name for people, and what must be there for it. */
interface Target {
  readonly name: string;
  readonly of: Commented;
  readonly on: readonly string[];
}

/** Comments of what is no object of the catalog by itself: rules, constraints of domains, attributes, and the like. */
export function* attachedComments(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  const targets = targetsIn(facts, nameOf);
  for (const row of facts.rows.descriptions) {
    const target = row['description'] === 'relvar:stub' ? undefined : targets[number(row, 'class')]?.(row);
    if (!target) continue;
    const { name, of, on } = target;
    yield { kind: 'comment of', name, on, ...attachedComment(of, text(row, 'description')) };
  }
}

type Finder = (row: Row) => Target | undefined;

function targetsIn(facts: Facts, nameOf: NameOf): Readonly<Record<number, Finder>> {
  const { rows } = facts;
  const ofDomains = keyBy(
    [...rows.constraints, ...rows.minorConstraints].filter((row) => text(row, 'type') !== '0'),
    'oid',
  );
  const ofTriggers = keyBy(
    rows.minorConstraints.filter((row) => row['kind'] === 't'),
    'oid',
  );
  const notNulls = keyBy(rows.notNulls, 'oid');
  const partTriggers = keyBy(rows.partTriggers, 'oid');
  const modelled = new Set(rows.types.map((row) => text(row, 'oid')));
  const plain = (reference: ObjectReference, ...on: readonly string[]): Target => ({
    name: objectKey(reference),
    of: { object: reference },
    on,
  });
  const table = (row: Row) => nameOf(classes.class, text(row, 'relation'));

  function ofConstraint(row: Row): Target | undefined {
    const oid = text(row, 'oid');
    const own = ofDomains.get(oid);
    const domain = own && nameOf(classes.type, text(own, 'type'));
    if (domain) {
      const name = text(own, 'name');
      const { schema = '', name: type } = domain.reference;
      return {
        name: objectKey({ kind: 'constraint', name, of: { schema, name: type } }),
        of: { constraint: name, on: domain.reference },
        on: [domain.key],
      };
    }
    const minor = notNulls.get(oid) ?? ofTriggers.get(oid);
    const of = minor && facts.relation(text(minor, 'relation'));
    if (!minor || !of || !table(minor)) return undefined;
    const name = text(minor, 'name');
    const [place] = numbers(minor, 'columns');
    const on: ObjectReference =
      place === undefined
        ? { kind: 'trigger', name, of }
        : { kind: 'column', name: facts.columnName(text(minor, 'relation'), place), of };
    return plain({ kind: 'constraint', name, of }, objectKey(on));
  }

  return {
    [classes.rewrite]: (row) => {
      const rule = nameOf(classes.rewrite, text(row, 'oid'));
      return rule && plain(rule.reference, rule.key);
    },
    [classes.constraint]: ofConstraint,
    [classes.trigger]: (row) => {
      const part = partTriggers.get(text(row, 'oid'));
      const [of, parent] = part ? [facts.relation(text(part, 'relation')), facts.relation(text(part, 'parent'))] : [];
      const owner = part && table(part);
      if (!part || !of || !parent || !owner) return undefined;
      const name = text(part, 'name');
      return plain({ kind: 'trigger', name, of }, owner.key, objectKey({ kind: 'trigger', name, of: parent }));
    },
    /** Attributes of composite types, and sequences of identities. */
    [classes.class]: (row) => {
      const oid = text(row, 'oid');
      const name = facts.columnName(oid, number(row, 'column'));
      const composite =
        optionalText(facts.relationRow(oid) ?? {}, 'kind') === 'c' ? nameOf(classes.class, oid) : undefined;
      const of = facts.relation(oid);
      return composite && of && name !== '' ? plain({ kind: 'column', name, of }, composite.key) : undefined;
    },
    /** Types that come with others: of arrays, of rows, of several ranges. */
    [classes.type]: (row) => {
      const type = optionalText(row, 'type_name');
      if (type === undefined || modelled.has(text(row, 'oid'))) return undefined;
      const [of, oid = ''] = (optionalText(row, 'beside') ?? '').split(' ');
      const own = nameOf(Number(of), oid);
      return own && { name: `type ${type}`, of: { type }, on: [own.key] };
    },
  };
}
