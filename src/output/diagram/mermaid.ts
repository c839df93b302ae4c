import {
  type Cardinality,
  type Diagram,
  type DiagramColumn,
  type Entity,
  entityTitle,
  type Relationship,
} from '../../diagram/diagram.ts';
import { clustersOf } from '../../diagram/layout/clusters.ts';
import { escaped } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { type TextDiagramOptions, toldColumns } from './dot.ts';

/** Code hosts draw no Mermaid of more than 50 000 characters or 500 lines between entities; these keep well below. */
const most = { characters: 30_000, lines: 200, entities: 40 } as const;

/**
 * Markdown with the diagram in Mermaid: one block when a code host draws it, else one for each cluster, in which
 * tables of other clusters that are referred to stand by name.
 */
export function mermaid(diagram: Diagram, { title, detail }: TextDiagramOptions): string {
  const whole = block(diagram, diagram.entities, detail);
  const head = `# ${escaped(title)}`;
  if (diagram.entities.length === 0) return `${head}\n\nThere are no tables.\n`;
  if (diagram.entities.length <= most.entities && drawn(whole)) return `${head}\n\n${fenced(whole)}\n`;
  const parts = clustersOf(diagram, 24).flatMap(({ members, title: name }) => {
    const entities = members.flatMap((at) => diagram.entities[at] ?? []);
    return split(diagram, entities, detail).map((some) => ({ name, entities: some }));
  });
  const sections = parts.map(({ name, entities }, at) => {
    const heading = name === '' ? 'Tables without references' : name;
    const again = parts.slice(0, at).filter((one) => one.name === name).length;
    return `## ${escaped(again === 0 ? heading : `${heading} (${again + 1})`)}\n\n${fenced(block(diagram, entities, detail))}`;
  });
  return `${head}\n\n${diagram.entities.length} tables in ${parts.length} parts.\n\n${sections.join('\n\n')}\n`;
}

/** The entities in halves until each half can be drawn. */
function split(
  diagram: Diagram,
  entities: readonly Entity[],
  detail: TextDiagramOptions['detail'],
): readonly (readonly Entity[])[] {
  if (entities.length <= 1 || drawn(block(diagram, entities, detail))) return [entities];
  const half = Math.ceil(entities.length / 2);
  return [...split(diagram, entities.slice(0, half), detail), ...split(diagram, entities.slice(half), detail)];
}

function drawn(text: string): boolean {
  return (
    text.length <= most.characters &&
    text.split('\n').length <= most.lines * 10 &&
    (text.match(/--|\.\./g) ?? []).length <= most.lines
  );
}

/** One diagram in Mermaid, without a fence. */
export function mermaidBlock(diagram: Diagram, detail: TextDiagramOptions['detail']): string {
  return block(diagram, diagram.entities, detail);
}

function fenced(text: string): string {
  return `\`\`\`mermaid\n${text}\n\`\`\``;
}

function block(diagram: Diagram, entities: readonly Entity[], detail: TextDiagramOptions['detail']): string {
  const own = new Set(entities.map((one) => one.key));
  const names = new Map(
    diagram.entities.map((one, at) => [one.key, { id: `t${at}`, title: entityTitle(diagram, one) }]),
  );
  const lines = diagram.relationships.filter((one) => own.has(one.from));
  const strangers = [...new Set(lines.map((one) => one.to))].filter((key) => !own.has(key));
  return [
    'erDiagram',
    ...entities.map((entity) => entityText(names.get(entity.key), toldColumns(entity, detail))),
    ...strangers.map((key) => entityText(names.get(key), [])),
    ...lines.map(
      (one) => `  ${names.get(one.from)?.id} ${ends(one)} ${names.get(one.to)?.id} : "${quoted(label(one))}"`,
    ),
  ].join('\n');
}

function entityText(
  name: { readonly id: string; readonly title: string } | undefined,
  columns: readonly DiagramColumn[],
): string {
  const head = `  ${name?.id}["${quoted(name?.title ?? '')}"]`;
  if (columns.length === 0) return head;
  return [`${head} {`, ...columns.map((column) => `    ${columnText(column)}`), '  }'].join('\n');
}

/** A type and a name are single words in Mermaid's grammar, and those of keys are none; what they lose stands behind as a comment. */
function columnText({ name, type, nullable, primaryKey, foreignKey, unique }: DiagramColumn): string {
  const keys = [primaryKey ? 'PK' : '', foreignKey ? 'FK' : '', unique && !primaryKey ? 'UK' : ''].filter(
    (one) => one !== '',
  );
  const [plainType, plainName] = [word(type), word(name)];
  const notes = [plainName === name ? '' : name, nullable ? 'null' : ''].filter((one) => one !== '');
  return [plainType, plainName, keys.join(', '), notes.length === 0 ? '' : `"${quoted(notes.join(', '))}"`]
    .filter((one) => one !== '')
    .join(' ');
}

function word(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_()[\]-]+/g, '_').replace(/^_+(?=[A-Za-z])/, '');
  return /^(?!(?:PK|FK|UK)\b)[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function label({ kind, columns }: Relationship): string {
  return kind === 'foreign key' ? columns.join(', ') : kind;
}

const left: Readonly<Record<Cardinality, string>> = { 'exactly one': '||', 'zero or one': '|o', 'zero or more': '}o' };
const right: Readonly<Record<Cardinality, string>> = { 'exactly one': '||', 'zero or one': 'o|', 'zero or more': 'o{' };

function ends({ kind, fromEnd, toEnd }: Relationship): string {
  return `${left[fromEnd]}${kind === 'foreign key' ? '--' : '..'}${right[toEnd]}`;
}

/** Mermaid writes characters that mean something by their numbers: `#34;`. */
function quoted(text: string): string {
  return printable(text).replaceAll(/["<>&#;%\\`]/g, (one) => `#${one.charCodeAt(0)};`);
}
