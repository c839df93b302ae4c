import { domains } from '../design/knowledge/knowledge.ts';
import type { Design, Entity } from '../design/model.ts';
import { designOfPattern, patternNamed } from '../design/patterns/compose.ts';
import type { Pattern } from '../design/patterns/pattern.ts';
import { patterns } from '../design/patterns/patterns.ts';
import { wrap } from '../output/width.ts';

/** All patterns with what they are for, or as JSON. */
export function listPatterns(json: boolean): string {
  if (json) return `${JSON.stringify(patterns.map(described), undefined, 2)}\n`;
  const width = Math.max(...patterns.map(({ name }) => name.length));
  return [
    `${patterns.length} patterns. \`relvar patterns <name>\` shows one, \`relvar design --pattern <name>\` designs by it.`,
    '',
    ...patterns.map((one) => {
      const { entities } = designOfPattern(one, domains);
      return `  ${one.name.padEnd(width)}  ${one.title} (${entities.length} tables)`;
    }),
    '',
  ].join('\n');
}

/**
 * One pattern: what it is for, its entities and what they refer to.
 * @throws RelvarError `unknown-pattern` with the closest names
 */
export function patternText(name: string, json: boolean): string {
  const pattern = patternNamed(name);
  const design = designOfPattern(pattern, domains);
  if (json) return `${JSON.stringify({ ...described(pattern), ...contents(design) }, undefined, 2)}\n`;
  const width = Math.max(...design.entities.map((one) => one.name.length));
  const wishes = design.wishes.map(({ kind, by }) => (by === undefined ? kind : `${kind} by ${by}`));
  return `${[
    `${pattern.title} (${pattern.name})`,
    '',
    ...wrap(pattern.about, 80),
    ...(wishes.length > 0 ? ['', `Comes with ${wishes.join(', ')}.`] : []),
    '',
    ...design.entities.map((one) => `  ${one.name.padEnd(width)}  ${referred(design, one).join(', ')}`.trimEnd()),
    '',
    `relvar design --pattern ${pattern.name} -o ${pattern.name}/`,
  ].join('\n')}\n`;
}

/** What an entity refers to, by role; those that may be absent with a question mark. */
function referred({ relations }: Design, { name }: Entity): readonly string[] {
  return relations
    .filter((one) => one.from === name)
    .map(({ role, to, optional }) => `${role === to ? to : `${role} → ${to}`}${optional ? '?' : ''}`);
}

function described({ name, title, about, parts }: Pattern) {
  return { name, title, about, domains: parts.map((one) => one.domain) };
}

function contents(design: Design) {
  return {
    wishes: design.wishes.map(({ kind, by }) => ({ kind, ...(by === undefined ? {} : { by }) })),
    entities: design.entities.map((one) => ({
      name: one.name,
      about: one.about,
      attributes: one.attributes.map(({ name, type }) => ({ name, type })),
      references: design.relations
        .filter(({ from }) => from === one.name)
        .map(({ role, to, optional, onDelete }) => ({ role, to, optional, onDelete })),
    })),
  };
}
