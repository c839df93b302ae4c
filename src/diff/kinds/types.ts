import type { Attribute, Catalog, CompositeType, DomainType, EnumType, UserType } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { columnsHolding } from '../../catalog/columns-holding.ts';
import { type QualifiedName, qualified, sameName } from '../../catalog/names.ts';
import { objectName } from '../../catalog/object-name.ts';
import type { DataType } from '../../catalog/type.ts';
import type { Context, Outcome } from '../outcome.ts';
import { same, sameBut } from '../same.ts';

/** Values, checks and attributes are altered one by one; what a type is made of makes it another type. */
export function compareTypes(from: UserType, to: UserType, context: Context, used: boolean): Outcome {
  if (from.kind === 'enum' && to.kind === 'enum') return plain(enumChanges(from, to));
  if (from.kind === 'domain' && to.kind === 'domain') return plain(domainChanges(from, to, context));
  if (from.kind === 'composite' && to.kind === 'composite') return plain(compositeChanges(from, to, context, used));
  return sameBut(from, to, 'grants', 'owner', 'comment') ? [] : 'replace';
}

function plain(changes: readonly Change[] | 'replace'): Outcome {
  return changes === 'replace' ? changes : changes.map((change) => ({ change }));
}

/** Values can only be added, anywhere in the order. */
function enumChanges(from: EnumType, to: EnumType): readonly Change[] | 'replace' {
  const kept = to.values.filter((value) => from.values.includes(value));
  if (!same(kept, from.values)) return 'replace';
  const type = { schema: to.schema, name: to.name };
  return to.values.flatMap((value, at): readonly Change[] => {
    if (from.values.includes(value)) return [];
    const after = to.values[at - 1];
    if (after !== undefined) {
      // At the end no place need be told.
      return to.values.slice(at).some((one) => from.values.includes(one))
        ? [{ kind: 'add enum value', type, value, after }]
        : [{ kind: 'add enum value', type, value }];
    }
    const before = to.values.find((one) => from.values.includes(one));
    return [{ kind: 'add enum value', type, value, ...(before === undefined ? {} : { before }) }];
  });
}

/** What values must satisfy cannot grow while columns have the domain inside of another type. */
function domainChanges(
  from: DomainType,
  to: DomainType,
  { from: catalog, traits }: Context,
): readonly Change[] | 'replace' {
  if (from.base.text !== to.base.text || !same(from.collation, to.collation)) return 'replace';
  const type = { schema: to.schema, name: to.name };
  const changes: Change[] = [];
  for (const check of from.checks) {
    const now = to.checks.find((one) => one.name === check.name);
    if (!now || now.expression !== check.expression || (check.validated && !now.validated)) {
      changes.push({ kind: 'drop check of domain', type, check });
    }
  }
  if (from.default !== to.default) {
    changes.push({
      kind: 'set domain default',
      type,
      ...(to.default === undefined ? {} : { default: to.default }),
      ...(from.default === undefined ? {} : { was: from.default }),
    });
  }
  if (from.nullable !== to.nullable) changes.push({ kind: 'set domain nullable', type, nullable: to.nullable });
  if (!to.nullable && from.notNull !== to.notNull) {
    const usual = objectName([to.name], 'not_null', traits.identifierBytes);
    const [name, now] = [(from.nullable ? undefined : from.notNull) ?? usual, to.notNull ?? usual];
    if (name !== now) changes.push({ kind: 'rename check of domain', type, name, to: now });
  }
  for (const check of to.checks) {
    const before = from.checks.find((one) => one.name === check.name);
    if (!before || before.expression !== check.expression || (before.validated && !check.validated)) {
      changes.push({ kind: 'add check to domain', type, check });
    } else if (!before.validated && check.validated) {
      changes.push({ kind: 'validate check of domain', type, name: check.name });
    }
  }
  return changes.some(looksAtValues) && isWithinOthers(from, catalog) ? 'replace' : changes;
}

function looksAtValues(change: Change): boolean {
  if (change.kind === 'add check to domain') return change.check.validated;
  return change.kind === 'set domain nullable' ? !change.nullable : change.kind === 'validate check of domain';
}

/** Whether a column holds values of the type within an array, a composite or a range. */
function isWithinOthers(type: QualifiedName, catalog: Catalog): boolean {
  const columns = catalog.tables.flatMap((table) => table.columns);
  if (columns.some(({ type: { element } }) => element && isMadeOf(element, type))) return true;
  const holders = catalog.types.filter(
    (one) =>
      (one.kind === 'composite' && one.attributes.some((attribute) => isMadeOf(attribute.type, type))) ||
      (one.kind === 'range' && isMadeOf(one.subtype, type)),
  );
  return holders.some(
    (holder) => columns.some((column) => isMadeOf(column.type, holder)) || isWithinOthers(holder, catalog),
  );
}

function isMadeOf({ ref, element }: DataType, type: QualifiedName): boolean {
  return (ref !== undefined && sameName(ref, type)) || (element !== undefined && isMadeOf(element, type));
}

/** An attribute's type cannot change while a column has the type; the order of attributes never. */
function compositeChanges(
  from: CompositeType,
  to: CompositeType,
  context: Context,
  used: boolean,
): readonly Change[] | 'replace' {
  const type = { schema: to.schema, name: to.name };
  const old = new Map(from.attributes.map((one) => [one.name, one]));
  const now = new Map(to.attributes.map((one) => [one.name, one]));
  const order = [
    ...from.attributes.filter((one) => now.has(one.name)),
    ...to.attributes.filter((one) => !old.has(one.name)),
  ];
  const names = (list: CompositeType['attributes']) => list.map((one) => one.name);
  if (!same(names(order), names(to.attributes))) {
    if (!used) return 'replace';
    context.note(
      `The attributes of type ${qualified(to)} stand in another order, which cannot be changed while columns have it.`,
    );
  }
  const changes: Change[] = [];
  const collated = ({ collation }: Attribute) => (collation ? { collation } : {});
  for (const before of from.attributes) {
    const { name, type: data } = before;
    const after = now.get(name);
    if (!after) {
      const columns = columnsHolding(type, context.from);
      const held = columns.length > 0 ? { columns } : {};
      changes.push({ kind: 'drop attribute', type, attribute: name, data, ...collated(before), ...held });
    } else if (after.type.text !== data.text || !same(after.collation, before.collation)) {
      if (used) return 'replace';
      const collationWas = before.collation ? { collationWas: before.collation } : {};
      const retyped = { data: after.type, ...collated(after), was: data, ...collationWas };
      changes.push({ kind: 'change attribute type', type, attribute: name, ...retyped });
    }
  }
  for (const attribute of to.attributes) {
    const { name, type: data } = attribute;
    if (!old.has(name)) changes.push({ kind: 'add attribute', type, attribute: name, data, ...collated(attribute) });
  }
  return changes;
}
