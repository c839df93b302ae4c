import type { Hazard } from './hazard.ts';
import { hazards } from './registry.ts';

/** A hazard's part of docs/hazards.md, in Markdown. */
export function hazardPage({ id, summary, why, advice, example, tradeOff, severity }: Hazard): string {
  return `## ${id}

**What.** ${summary}

**Why.** ${why}

**What to do.** ${advice}${tradeOff === 'None.' ? '' : ` The price: ${tradeOff.charAt(0).toLowerCase()}${tradeOff.slice(1)}`}

Severity, before the size of the table is weighed: ${severity}.

\`\`\`sql
${example.schema}
-- the migration:
${example.migration}
\`\`\`
`;
}

/** All of docs/hazards.md. */
export function hazardsPage(): string {
  return `# Hazards

What \`relvar migrate check\` looks for: one id for each thing that goes wrong when a migration meets a live database.
\`-- relvar: ignore <id> <reason>\` before a statement, or behind it on its line, silences one; without an id, all. Tables that the migration
makes itself are exempt, and work on tables of fewer than 100 000 rows, where rows are known, is not told.

${hazards.map(hazardPage).join('\n')}`;
}
