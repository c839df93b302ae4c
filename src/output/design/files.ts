import { newKeys, piecesOf, type TextPart, type TextParts } from '../../catalog/text-parts.ts';
import type { Volumes } from '../../config/volumes.ts';
import type { DesignReport, ProvenQuery } from './report.ts';

/** queries.sql: each with its name, calls and goal as comments that other commands read. */
export function queriesFile({ design, proof }: Pick<DesignReport, 'design' | 'proof'>): string {
  const parts = proof.queries.map((one) => {
    const comments = [
      `-- name: ${one.name.replaceAll('\n', ' ')}`,
      ...(callsOf(one) === undefined ? [] : [`-- calls: ${callsOf(one)}/h`]),
      ...(one.goalMilliseconds === undefined ? [] : [`-- goal: ${one.goalMilliseconds}ms`]),
    ];
    return `${comments.join('\n')}\n${one.sql};`;
  });
  return `-- The queries of ${design.title}: what the description asks for, then what is usual.\n\n${parts.join('\n\n')}\n`;
}

function callsOf({ perHour }: ProvenQuery): number | undefined {
  return perHour === undefined ? undefined : Number(perHour.toPrecision(4));
}

/** volumes.yaml: how many rows there are, and how fast they grow. */
export function volumesFile({ tables }: Pick<DesignReport, 'tables'>, volumes: Volumes): string {
  const rows = tables.flatMap((one) => {
    const declared = volumes.tables[one.name];
    if (declared?.rows === undefined) return [];
    const facts = [
      `rows: ${declared.rows}`,
      ...(declared.growthPerMonth === undefined
        ? []
        : [`growth: ${Number((declared.growthPerMonth * 100).toPrecision(4))}% per month`]),
      ...(declared.writesPerSecond === undefined
        ? []
        : [`writes: ${Number(declared.writesPerSecond.toPrecision(4))} per second`]),
    ];
    return [
      `  ${/^[a-z_][a-z0-9_]*$/.test(one.name) ? one.name : JSON.stringify(one.name)}: { ${facts.join(', ')} } # ${one.rowsWhy.replaceAll('\n', ' ')}`,
    ];
  });
  return `# How large the tables are: what is said, and what follows from it. Edit it; every command reads it.\n${rows.length === 0 ? 'tables: {}\n' : `tables:\n${rows.join('\n')}\n`}`;
}

/** queries.sql by its queries: each with its comments, known by its name. */
export function queryParts(text: string): TextParts {
  return partsOf(text, /\n\s*\n/, (paragraph) => ({
    key: /^-- name: (.*)$/m.exec(paragraph)?.[1] ?? paragraph,
    text: paragraph,
    trail: '',
  }));
}

/** volumes.yaml by its tables; why a table is so large stands behind it as a comment. */
export function volumeParts(text: string): TextParts {
  return partsOf(text, /\n/, (line) => {
    const [, own = line, comment = ''] = /^(.*?)(\s+#.*)?$/s.exec(line) ?? [];
    return { key: /^\s+("[^"]*"|[\w$]+)\s*:/.exec(own)?.[1] ?? line, text: own, trail: comment };
  });
}

/** A text as what stands between separators; each key is given once. */
function partsOf(
  text: string,
  separator: RegExp,
  partOf: (text: string) => Pick<TextPart, 'key' | 'text' | 'trail'>,
): TextParts {
  const body = text.trimEnd();
  const keys = newKeys();
  const parts = piecesOf(body, separator).map(({ lead, text: own }): TextPart => {
    const part = partOf(own);
    return { ...part, lead, key: keys(part.key) };
  });
  return { head: '', parts, end: text.slice(body.length), separator: '' };
}
