import type { Diagram, DiagramColumn, Entity, Relationship } from '../../diagram/diagram.ts';
import { printable } from '../printable.ts';

/** DBML (dbml.dbdiagram.io/docs): tables, their columns and references. */
export function dbml(diagram: Diagram, about: { readonly title: string; readonly engine: string }): string {
  const parts = [
    `Project ${quoted(about.title)} {\n  database_type: ${text(about.engine)}\n}`,
    ...diagram.entities.map(table),
    ...diagram.relationships.filter((one) => one.kind === 'foreign key').map((one) => reference(diagram, one)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(entity: Entity): string {
  const primary = entity.columns.filter((one) => one.primaryKey);
  const notes = [entity.kind === 'table' ? '' : entity.kind, entity.comment ?? ''].filter((one) => one !== '');
  const lines = entity.columns.map((one) => `  ${column(one, primary.length === 1)}`);
  if (entity.columns.length === 0) lines.push('  // no columns');
  if (primary.length > 1) {
    lines.push('', '  indexes {', `    (${primary.map((one) => quoted(one.name)).join(', ')}) [pk]`, '  }');
  }
  if (notes.length > 0) lines.push('', `  Note: ${text(notes.join(': '))}`);
  return [`Table ${name(entity)} {`, ...lines, '}'].join('\n');
}

function column({ name: own, type, nullable, primaryKey, unique, comment }: DiagramColumn, alone: boolean): string {
  const settings = [
    primaryKey && alone ? 'pk' : '',
    nullable ? '' : 'not null',
    unique && !primaryKey ? 'unique' : '',
    comment === undefined ? '' : `note: ${text(comment)}`,
  ].filter((one) => one !== '');
  const written = /^[a-z_][a-z0-9_]*(\(\d+(, ?\d+)?\))?(\[\])*$/i.test(type) ? type.replaceAll(' ', '') : quoted(type);
  return `${quoted(own)} ${written}${settings.length === 0 ? '' : ` [${settings.join(', ')}]`}`;
}

/** Many to one by `>`, one to one by `-`; whether a row must refer to one is told by the columns' own not null. */
function reference({ entities }: Diagram, one: Relationship): string {
  const find = (key: string): string => {
    const entity = entities.find((other) => other.key === key);
    return entity ? name(entity) : '';
  };
  const end = (key: string, columns: readonly string[]): string =>
    `${find(key)}.${columns.length === 1 ? quoted(columns[0] ?? '') : `(${columns.map(quoted).join(', ')})`}`;
  const rule = one.onDelete === 'no action' ? '' : ` [delete: ${one.onDelete}]`;
  const sign = one.fromEnd === 'zero or one' ? '-' : '>';
  return `Ref ${quoted(one.name)}: ${end(one.from, one.columns)} ${sign} ${end(one.to, one.referencedColumns)}${rule}`;
}

function name({ schema, name: own }: Pick<Entity, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(own)}`;
}

function quoted(identifier: string): string {
  return `"${printable(identifier).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function text(value: string): string {
  return `'${value.split('\n').map(printable).join(' ').replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
