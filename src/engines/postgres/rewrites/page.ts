import type { Rewrite } from './rewrite.ts';

/** docs/rewrites.md, made from the definitions. */
export function rewritesPage(rewrites: readonly Rewrite[]): string {
  const sections = rewrites.map(
    ({ id, title, why, when, example }) => `## ${id}

${title.charAt(0).toUpperCase()}${title.slice(1)}.

${why}

**When:** ${when}

\`\`\`sql
-- before
${example.before};
-- after
${example.after};
\`\`\`
`,
  );
  return `# Rewrites

Other forms of a query that give the same answer. Each is a transformation of the query's parse tree, applied wherever it
fits: first to all places together, then to each alone. None is offered by its rule alone: the query and its other form
are run side by side on rows made for them, and must agree (see [decisions/008-rewrites.md](decisions/008-rewrites.md)).
What cannot be tested is not offered: a query that changes data or locks rows, calls what answers otherwise at each call,
is recursive, or returned no row from any of the made databases.

Whether the other form is faster is not decided here: the planner is asked, at the size of the tables.

${rewrites.map(({ id, title }) => `- [${id}](#${id}): ${title}`).join('\n')}

${sections.join('\n')}
## Not among them

**Keyset instead of OFFSET.** \`OFFSET 100000\` reads and drops 100 000 rows. A page that begins behind the last row of the
page before, \`WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT 20\`, reads 20. It is advice and no
rewrite: the program must remember where a page ended and can no longer jump to a page by its number, so there is no
answer that could stay the same.
`;
}
