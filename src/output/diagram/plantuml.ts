import { type Cardinality, type Diagram, type Entity, entityTitle } from '../../diagram/diagram.ts';
import { printable } from '../printable.ts';
import { type TextDiagramOptions, toldColumns } from './dot.ts';

const left: Readonly<Record<Cardinality, string>> = { 'exactly one': '||', 'zero or one': '|o', 'zero or more': '}o' };
const right: Readonly<Record<Cardinality, string>> = { 'exactly one': '||', 'zero or one': 'o|', 'zero or more': 'o{' };

/** PlantUML's entity relationship diagram; `*` marks what may not be null. */
export function plantuml(diagram: Diagram, { title, detail }: TextDiagramOptions): string {
  const ids = new Map(diagram.entities.map((one, at) => [one.key, `t${at}`]));
  const entity = (one: Entity, indent: string): readonly string[] => [
    // What stands in angle brackets at the end would be the parameter of a class: a space of no width ends it.
    `${indent}entity "${quoted(entityTitle(diagram, one)).replace(/>$/, '>\u200b')}" as ${ids.get(one.key)} {`,
    ...body(one, detail).map((line) => `${indent}  ${line}`),
    `${indent}}`,
  ];
  const bySchema = diagram.schemas.flatMap((schema) => {
    const own = diagram.entities.filter((one) => one.schema === schema);
    if (diagram.schemas.length === 1) return own.flatMap((one) => entity(one, ''));
    return [`package "${quoted(schema)}" {`, ...own.flatMap((one) => entity(one, '  ')), '}'];
  });
  const lines = diagram.relationships.map(({ kind, from, to, fromEnd, toEnd, columns }) => {
    const [a, b] = [ids.get(from), ids.get(to)];
    if (kind !== 'foreign key') return `${a} ${kind === 'inherits' ? '..|>' : '..>'} ${b}`;
    return `${a} ${left[fromEnd]}--${right[toEnd]} ${b} : ${quoted(columns.join(', '))}`;
  });
  return `${['@startuml', `title ${quoted(title)}`, 'hide circle', 'hide methods', 'skinparam linetype ortho', '', ...bySchema, '', ...lines, '@enduml'].join('\n')}\n`;
}

function body(entity: Entity, detail: TextDiagramOptions['detail']): readonly string[] {
  const columns = toldColumns(entity, detail);
  const line = (one: Entity['columns'][number]): string => {
    const keys = [one.primaryKey ? ' <<PK>>' : '', one.foreignKey ? ' <<FK>>' : ''].join('');
    return `${one.nullable ? '' : '* '}${quoted(one.name)} : ${quoted(one.type)}${keys}`;
  };
  const primary = columns.filter((one) => one.primaryKey).map(line);
  const others = columns.filter((one) => !one.primaryKey).map(line);
  return primary.length > 0 && others.length > 0 ? [...primary, '--', ...others] : [...primary, ...others];
}

/**
 * What PlantUML reads as its own, by number, which is its way to write any character: quotes and braces, the marks of
 * comments, functions and links, doubled signs (`__under__`, `//slanted//`), and any sign before the first letter
 * (`-` is private, `!` a directive, `\'` begins a comment that ends with the line).
 */
function quoted(text: string): string {
  return printable(text).replaceAll(
    /^[^\p{L}\p{N}_ ]|([_*/~=.-])(?=\1)|["'{}<>\\%[\]~]/gu,
    (one) => `<U+${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}>`,
  );
}
