import { indexReference, type ObjectReference, objectKey } from '../../../catalog/object.ts';
import type { Row } from '../../connection.ts';
import type { Facts } from './facts.ts';
import { classes } from './query.ts';
import { keyBy, list, optionalText, text } from './rows.ts';

/** An object of the catalog, as a statement names it and by the key under which it is compared. */
export interface Named {
  readonly reference: ObjectReference;
  readonly key: string;
}

export type NameOf = (of: number, oid: string) => Named | undefined;

/** Finds objects by class and oid; nothing for members of extensions, and for what is no object of a schema. */
export function namesOf(facts: Facts): NameOf {
  const { rows } = facts;
  const indexes = keyBy(rows.indexes, 'oid');
  const owning = new Map(rows.constraints.map((row) => [text(row, 'index'), row] as const));
  const found: Readonly<Record<number, ReadonlyMap<string, Row>>> = {
    [classes.class]: keyBy(rows.relations, 'oid'),
    [classes.procedure]: keyBy(rows.routines, 'oid'),
    [classes.type]: keyBy(rows.types, 'oid'),
    [classes.namespace]: keyBy(rows.namespaces, 'oid'),
    [classes.trigger]: keyBy(rows.triggers, 'oid'),
    [classes.rewrite]: keyBy(rows.rules, 'oid'),
    [classes.policy]: keyBy(rows.policies, 'oid'),
    [classes.statistics]: keyBy(rows.extendedStatistics, 'oid'),
  };
  const plain = (reference: ObjectReference): Named => ({ reference, key: objectKey(reference) });
  const part = (kind: 'trigger' | 'rule' | 'policy', row: Row): Named | undefined => {
    const of = facts.relation(text(row, 'relation'));
    return of && plain({ kind, name: text(row, 'name'), of });
  };

  function relation(oid: string, row: Row): Named | undefined {
    const name = facts.named(row);
    switch (row['kind']) {
      case 'i':
      case 'I': {
        const of = facts.relation(optionalText(indexes.get(oid) ?? {}, 'relation') ?? '');
        const constraint = owning.get(oid);
        const reference = of && indexReference(of, name.name);
        if (!reference) return undefined;
        const isOwn = constraint !== undefined && 'pux'.includes(text(constraint, 'kind'));
        return isOwn
          ? { reference, key: objectKey({ kind: 'constraint', name: text(constraint, 'name'), of }) }
          : plain(reference);
      }
      case 'S':
        return plain({ kind: 'sequence', ...name });
      case 'c':
        return plain({ kind: 'type', ...name });
      case 'v':
        return plain({ kind: 'view', ...name });
      case 'm':
        return plain({ kind: 'view', ...name, form: 'materialized' });
      case 'f':
        return plain({ kind: 'table', ...name, form: 'foreign' });
      default:
        return plain({ kind: 'table', ...name });
    }
  }

  return (of, oid) => {
    const row = found[of]?.get(oid);
    if (!row || !facts.isOwn(of, row)) return undefined;
    switch (of) {
      case classes.class:
        return relation(oid, row);
      case classes.procedure: {
        const { schema, name } = facts.named(row);
        const form = ({ p: 'procedure', a: 'aggregate', w: 'window' } as const)[text(row, 'kind')] ?? 'function';
        return plain({ kind: 'routine', schema, name: `${name}(${list(row, 'argument_types').join(', ')})`, form });
      }
      case classes.type:
        return plain({ kind: 'type', ...facts.named(row), ...(row['kind'] === 'd' ? { form: 'domain' } : {}) });
      case classes.namespace:
        return plain({ kind: 'schema', name: text(row, 'name') });
      case classes.trigger:
        return part('trigger', row);
      case classes.policy:
        return part('policy', row);
      case classes.rewrite: {
        const view = row['name'] === '_RETURN' ? facts.relationRow(text(row, 'relation')) : undefined;
        const rule = part('rule', row);
        // A view's own rule is the view.
        return view && rule ? { ...rule, key: relation(text(view, 'oid'), view)?.key ?? rule.key } : rule;
      }
      default:
        return plain({ kind: 'statistics', ...facts.named(row) });
    }
  };
}
