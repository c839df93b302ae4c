import type { OtherObject } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { type ObjectReference, objectKey } from '../../../catalog/object.ts';
import type { Row } from '../../connection.ts';
import { membership, publicationSetting } from '../render/publications.ts';
import { optionalText, text } from './rows.ts';

interface PublishedTable extends QualifiedName {
  readonly columns?: readonly string[] | null;
  readonly condition?: string | null;
}

/** What a publication publishes, and how, each by itself: it changes while the publication stands, and no subscriber loses a change. */
export function published(row: Row): readonly OtherObject[] {
  const publication = text(row, 'name');
  const tables = JSON.parse(optionalText(row, 'tables') ?? '[]') as readonly PublishedTable[];
  const schemas = JSON.parse(optionalText(row, 'schemas') ?? '[]') as readonly string[];
  const settings = {
    publish: 'publish',
    publish_via_partition_root: 'via_root',
    publish_generated_columns: 'generated',
  };
  const on = objectKey(publicationReference(publication));
  return [
    ...Object.entries(settings).flatMap(([name, column]): readonly OtherObject[] => {
      const value = optionalText(row, column);
      const set = publicationSetting(publication, name, value);
      return set === undefined ? [] : [{ kind: 'setting of', name: `${on}: ${name}`, on: [on], ...set }];
    }),
    ...tables.map(({ columns, condition, ...table }): OtherObject => {
      const own = { ...(columns ? { columns } : {}), ...(condition ? { condition } : {}) };
      const key = objectKey({ kind: 'table', schema: table.schema, name: table.name });
      return { ...memberNamed(publication, key), on: [on, key], ...membership(publication, { table, ...own }) };
    }),
    ...schemas.map((schema): OtherObject => {
      const key = objectKey({ kind: 'schema', name: schema });
      return { ...memberNamed(publication, key), on: [on, key], ...membership(publication, { schema }) };
    }),
  ];
}

function publicationReference(name: string): ObjectReference {
  return { kind: 'other', other: 'publication', name };
}

function memberNamed(publication: string, key: string) {
  return { kind: 'member of', name: `${objectKey(publicationReference(publication))}: ${key}` };
}

/** A table's place in a publication, as dependencies speak of it. */
export function memberReference(publication: string, { schema, name }: QualifiedName): ObjectReference {
  const { kind, name: member } = memberNamed(publication, objectKey({ kind: 'table', schema, name }));
  return { kind: 'other', other: kind, name: member };
}
