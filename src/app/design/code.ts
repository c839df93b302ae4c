import type { CodeTool } from '../../engines/blueprints.ts';
import { defaultEngine } from '../../engines/engines.ts';
import type { DesignReport } from '../../output/design/report.ts';

/** The queries of a design in the code of a tool: files by their paths in the folder. */
export function codeOf(tool: CodeTool, { proof, blueprint }: DesignReport): ReadonlyMap<string, string> {
  return defaultEngine.blueprints?.code(tool, proof.queries, blueprint) ?? new Map();
}

/** The tools whose files a folder of a design holds, by the names of its files. */
export function codeIn(names: readonly string[]): readonly CodeTool[] {
  return [
    ...(names.includes('prisma') ? (['prisma'] as const) : []),
    ...(names.includes('queries.drizzle.ts') ? (['drizzle'] as const) : []),
    ...(names.includes('queries.kysely.ts') ? (['kysely'] as const) : []),
    ...(names.includes('queries_sqlalchemy.py') ? (['sqlalchemy'] as const) : []),
  ];
}
