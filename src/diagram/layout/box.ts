import { type Diagram, type DiagramColumn, type Entity, entityTitle } from '../diagram.ts';
import { fitted, textWidth } from './text-width.ts';

/** What stands in a box: all columns, those of keys, or the name alone. */
export type Detail = 'all' | 'keys' | 'names';

/** Sizes in pixels, of boxes and the text in them. */
export const measures = {
  title: 13,
  text: 12,
  small: 10,
  key: 9,
  padding: 10,
  titleHeight: 28,
  captionHeight: 13,
  rowHeight: 18,
  foot: 6,
  nameHeight: 30,
} as const;

const widest = { title: 460, column: 250, type: 170 } as const;

export interface BoxRow {
  readonly column: DiagramColumn;
  readonly name: string;
  readonly type: string;
  readonly keys: string;
  /** The middle, from the box's top. */
  readonly y: number;
}

/** An entity as a box, measured but not placed. */
export interface Box {
  readonly entity: Entity;
  readonly title: string;
  /** `view`, `12 partitions`; nothing for a plain table. */
  readonly caption: string;
  readonly headHeight: number;
  readonly rows: readonly BoxRow[];
  /** Columns that are not shown. */
  readonly hidden: number;
  /** Where the names of columns begin, from the left. */
  readonly nameAt: number;
  readonly width: number;
  readonly height: number;
}

/** Makes the box of an entity; of `most` columns and more, those of keys come before the others that have room. */
export function boxOf(diagram: Diagram, entity: Entity, detail: Detail, most: number): Box {
  const caption = captionOf(entity);
  const title = fitted(entityTitle(diagram, entity), widest.title, measures.title, true);
  const columns = shownColumns(entity, detail, most);
  const hidden = detail === 'names' ? 0 : entity.columns.length - columns.length;
  const headHeight =
    (detail === 'names' ? measures.nameHeight : measures.titleHeight) + (caption === '' ? 0 : measures.captionHeight);
  const rows = columns.map((column, at) => ({
    column,
    name: fitted(column.name, widest.column, measures.text),
    type: fitted(
      column.nullable && entity.kind !== 'view' ? `${column.type}?` : column.type,
      widest.type,
      measures.text,
    ),
    keys: keysOf(column),
    y: headHeight + 3 + measures.rowHeight * (at + 0.5),
  }));
  const keys = Math.max(0, ...rows.map((row) => textWidth(row.keys, measures.key, true)));
  const nameAt = measures.padding + (keys === 0 ? 0 : keys + 6);
  const names = Math.max(0, ...rows.map((row) => textWidth(row.name, measures.text, row.column.primaryKey)));
  const types = Math.max(0, ...rows.map((row) => textWidth(row.type, measures.text)));
  const width = Math.max(
    detail === 'names' ? 64 : 110,
    textWidth(title, measures.title, true) + 2 * measures.padding,
    textWidth(caption, measures.small) + 2 * measures.padding,
    rows.length === 0 ? 0 : nameAt + names + 16 + types + measures.padding,
    hidden === 0 ? 0 : textWidth(hiddenText(hidden), measures.small) + 2 * measures.padding,
  );
  const body = rows.length + (hidden > 0 ? 1 : 0);
  return {
    entity,
    title,
    caption,
    headHeight,
    rows,
    hidden,
    nameAt,
    width: Math.ceil(width),
    height: body === 0 ? headHeight : headHeight + body * measures.rowHeight + measures.foot,
  };
}

/** What stands for the columns that have no room. */
export function hiddenText(hidden: number): string {
  return `+ ${hidden} ${hidden === 1 ? 'column' : 'columns'}`;
}

/** The middle of a column's row from the box's top; of one that is not shown, of the head. */
export function portOf(box: Box, column: string | undefined): number {
  return box.rows.find((row) => row.column.name === column)?.y ?? box.headHeight / 2;
}

function shownColumns({ columns }: Entity, detail: Detail, most: number): readonly DiagramColumn[] {
  if (detail === 'names') return [];
  const keys = columns.filter((column) => column.primaryKey || column.foreignKey || column.unique);
  const wanted = detail === 'keys' ? keys : columns;
  if (wanted.length <= most) return wanted;
  const others = wanted.filter((column) => !keys.includes(column)).slice(0, Math.max(0, most - keys.length));
  const shown = new Set([...keys.slice(0, most), ...others]);
  return wanted.filter((column) => shown.has(column));
}

function keysOf({ primaryKey, foreignKey, unique }: DiagramColumn): string {
  return [primaryKey ? 'PK' : '', foreignKey ? 'FK' : '', unique && !primaryKey ? 'UQ' : '']
    .filter((one) => one !== '')
    .join(' ');
}

function captionOf({ kind, partitions }: Entity): string {
  if (kind === 'table') return '';
  if (kind !== 'partitioned table') return kind;
  return `partitioned: ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`;
}
