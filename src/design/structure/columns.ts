import type { BlueprintColumn } from '../../catalog/blueprint.ts';
import { spoken } from '../../catalog/words.ts';
import type { Attribute, Entity, Relation } from '../model.ts';
import type { Context } from './context.ts';
import type { KeyOfTable } from './keys.ts';

/** The column by which a row of one kind refers to no row of another: its only value is the kind's. */
export function kindColumn(
  { name, subtypeOf, attributes }: Entity,
  relation: Relation,
  target: Entity,
  { lists, names }: Context,
): BlueprintColumn | undefined {
  const when = subtypeOf?.of === relation.to && relation.role === relation.to ? subtypeOf.when : undefined;
  const list = target.attributes.find((one) => one.name === when?.attribute);
  if (!when || !list?.values?.includes(when.is)) return undefined;
  const column = names.column(target.name, when.attribute);
  if (lists.get(`${target.name}.${when.attribute}`) !== 'check') return undefined;
  if (attributes.some((one) => one.name === column)) return undefined;
  return {
    name: column,
    meaning: 'choice',
    nullable: false,
    values: [when.is],
    default: when.is,
    about: `Always ${when.is}: the ${spoken(target.name)} that this ${spoken(name)} is has the same.`,
  };
}

export function referenceComment({ why, role, to }: Relation): string {
  return why === '' ? `The ${spoken(role)}, one of ${spoken(to)}.` : why;
}

export function tenantColumn(tenant: string, { names }: Context): BlueprintColumn {
  return {
    name: `${tenant}_id`,
    meaning: 'reference',
    nullable: false,
    of: { table: names.table(tenant), column: 'id' },
    about: `The ${spoken(tenant)} that the row belongs to; nobody else sees it.`,
  };
}

export function columnFor(entity: Entity, attribute: Attribute, name: string, key: KeyOfTable): BlueprintColumn {
  const isKey = key.columns.includes(name);
  const numbered = isKey && key.columns.length === 1 && attribute.type === 'integer';
  const { values, length, min, max, signed, personal } = attribute;
  const about = attribute.about ?? commentOf(entity, attribute);
  const fallback = attribute.default ?? (isKey && attribute.type === 'uuid' ? 'random' : undefined);
  return {
    name,
    meaning: numbered ? 'identity' : attribute.type,
    ...(attribute.sqlType === undefined || numbered ? {} : { sqlType: attribute.sqlType }),
    nullable: attribute.optional === true && !isKey,
    ...(values ? { values } : {}),
    ...(fallback === undefined || numbered ? {} : { default: fallback }),
    ...(length === undefined ? {} : { length }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(signed ? { signed } : {}),
    about: personal ? `${about.replace(/\.?$/, '.')} Personal.` : about,
  };
}

function commentOf(entity: Entity, { name, type, values, optional }: Attribute): string {
  const of = `of the ${spoken(entity.name)}`;
  const absent = optional ? '; may be missing' : '';
  if (values) return `The ${spoken(name)} ${of}: ${values.join(', ')}${absent}.`;
  if (type === 'instant') return `When: ${spoken(name)}${absent}.`;
  if (type === 'money') return `The ${spoken(name)} ${of}, in its currency${absent}.`;
  if (type === 'boolean')
    return `Whether ${/^(?:is|has|can|accepts|allows|needs|requires|was) /.test(spoken(name)) ? 'it ' : 'it is '}${spoken(name)}.`;
  return `The ${spoken(name)} ${of}${absent}.`;
}

/** When a row came to be and was last changed; gives the column that updates set. */
export function stamp(
  entity: Entity,
  columns: BlueprintColumn[],
  key: KeyOfTable,
  softly: boolean,
): string | undefined {
  const written = columns.find(
    (one) =>
      /^(?:updated_at|last_updated|last_modified|modified_at|updated_on)$/.test(one.name) && one.meaning === 'instant',
  )?.name;
  if (entity.listed) return written;
  const pair = key.columns.length > 1;
  const begun = columns.some((one) => one.meaning === 'instant' && one.default === 'now' && !one.nullable);
  if (!begun && !columns.some((one) => one.name === 'created_at'))
    columns.push({
      name: 'created_at',
      meaning: 'instant',
      nullable: false,
      default: 'now',
      about: 'When the row was made.',
    });
  if (softly && !columns.some((one) => one.name === 'deleted_at'))
    columns.push({
      name: 'deleted_at',
      meaning: 'instant',
      nullable: true,
      about: 'When the row was marked as deleted; none while it is there.',
    });
  if (entity.appendOnly || (pair && entity.attributes.length === 0)) return written;
  if (written === undefined)
    columns.push({
      name: 'updated_at',
      meaning: 'instant',
      nullable: false,
      default: 'now',
      about: 'When the row was last changed; set by a trigger.',
    });
  return written ?? 'updated_at';
}
