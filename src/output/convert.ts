import type { Loss } from '../convert/conversion.ts';
import { ended } from './migrations/migration.ts';
import { printable } from './printable.ts';
import { wrap } from './width.ts';

/** A converted schema as its text needs it. */
export interface ConvertedSchema {
  readonly from: { readonly name: string; readonly engine: string };
  readonly to: string;
  readonly statements: readonly string[];
  readonly losses: readonly Loss[];
}

/** The schema as a script, each statement as `end` ends it; its head says what is not in it. */
export function convertedSql({ from, to, statements, losses }: ConvertedSchema, end = ended): string {
  const head = [
    ...comment(`${printable(from.name)} (${from.engine}) for ${to}`),
    ...(losses.length === 0
      ? ['-- All of it is here.']
      : ['-- Not carried over, or otherwise:', ...lossLines(losses).flatMap((line) => comment(line, '  '))]),
  ];
  return `${head.join('\n')}\n\n${statements.map((sql) => `${end(sql)}\n`).join('\n')}`;
}

/** Lines of a terminal's width; those that go on stand further in. */
function comment(text: string, indent = ''): readonly string[] {
  return wrap(text, columns - 5 - indent.length).map((line, at) => `-- ${indent}${at === 0 ? '' : '  '}${line}`);
}

const columns = 80;

/** One line for each; the same reason once, with all that it is said of. */
export function lossLines(losses: readonly Loss[]): readonly string[] {
  const whats = new Map<string, string[]>();
  for (const { what, why } of losses) whats.set(why, [...(whats.get(why) ?? []), what]);
  return [...whats].map(([why, all]) => {
    const told = all.length > 4 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
    return printable(`${told}: ${why}`);
  });
}
