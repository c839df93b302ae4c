import type { Cardinality, Diagram, DiagramColumn, Entity } from '../../diagram/diagram.ts';
import { entityTitle } from '../../diagram/diagram.ts';
import { markup } from '../html-text.ts';
import { printable } from '../printable.ts';

export interface TextDiagramOptions {
  readonly title: string;
  /** All columns when absent. */
  readonly detail?: 'all' | 'keys' | 'names';
}

/** The columns that a textual diagram tells of. */
export function toldColumns({ columns }: Entity, detail: TextDiagramOptions['detail']): readonly DiagramColumn[] {
  if (detail === 'names') return [];
  return detail === 'keys' ? columns.filter((one) => one.primaryKey || one.foreignKey || one.unique) : columns;
}

const shapes: Readonly<Record<Cardinality, string>> = {
  'exactly one': 'teetee',
  'zero or one': 'teeodot',
  'zero or more': 'crowodot',
};

/** Graphviz: `dot -Tsvg`; tables as records with a port for each column. */
export function dot(diagram: Diagram, { title, detail }: TextDiagramOptions): string {
  const lines = [
    `digraph ${quoted(title)} {`,
    '  graph [rankdir=LR, splines=true, overlap=false, fontname="Helvetica"];',
    '  node [shape=plain, fontname="Helvetica", fontsize=11];',
    '  edge [dir=both, color="#7a8592", arrowsize=0.8];',
  ];
  for (const schema of diagram.schemas) {
    const own = diagram.entities.filter((one) => one.schema === schema).map((one) => node(diagram, one, detail));
    const many = diagram.schemas.length > 1;
    lines.push(
      ...(many
        ? [
            `  subgraph ${quoted(`cluster ${schema}`)} {`,
            `    label=${quoted(schema)};`,
            ...own.map((one) => `  ${one}`),
            '  }',
          ]
        : own),
    );
  }
  const entities = new Map(diagram.entities.map((one) => [one.key, one]));
  const port = (key: string, column: string | undefined): string => {
    const entity = entities.get(key);
    const at = entity ? toldColumns(entity, detail).findIndex((one) => one.name === column) : -1;
    return at < 0 ? quoted(key) : `${quoted(key)}:c${at}`;
  };
  for (const one of diagram.relationships) {
    const attributes =
      one.kind === 'foreign key'
        ? [
            `arrowtail=${shapes[one.fromEnd]}`,
            `arrowhead=${shapes[one.toEnd]}`,
            `tooltip=${quoted(one.name)}`,
            ...(one.enforced ? [] : ['style=dashed']),
          ]
        : ['style=dashed', 'arrowtail=none', `arrowhead=${one.kind === 'inherits' ? 'empty' : 'open'}`];
    lines.push(
      `  ${port(one.from, one.columns[0])} -> ${port(one.to, one.referencedColumns[0])} [${attributes.join(', ')}];`,
    );
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function node(diagram: Diagram, entity: Entity, detail: TextDiagramOptions['detail']): string {
  const rows = toldColumns(entity, detail).map((column, at) => {
    const keys = [column.primaryKey ? 'PK' : '', column.foreignKey ? 'FK' : ''].filter((one) => one !== '').join(' ');
    return `<TR><TD ALIGN="LEFT" PORT="c${at}">${html(keys === '' ? column.name : `${keys} ${column.name}`)}</TD><TD ALIGN="LEFT">${html(`${column.type}${column.nullable ? '?' : ''}`)}</TD></TR>`;
  });
  const head = `<TR><TD COLSPAN="2" BGCOLOR="#dfe9f7"><B>${html(entityTitle(diagram, entity))}</B></TD></TR>`;
  return `  ${quoted(entity.key)} [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4">${head}${rows.join('')}</TABLE>>];`;
}

function html(text: string): string {
  return markup(printable(text));
}

/** A quoted identifier: only the quote is escaped, and a backslash before it must not escape that. */
function quoted(text: string): string {
  return `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
