import type { Structure } from '../../design/structure/structure.ts';
import type { Finding } from '../../findings/finding.ts';

/** Why a finding of the review stays in a design: the decision or the words that it follows from; nothing where none does. */
export function explained(finding: Finding, { design, blueprint }: Structure): string | undefined {
  const tables = new Set(finding.items.map((one) => one.at.object.name));
  const listed = blueprint.tables
    .filter((one) => tables.has(one.name))
    .every((table) => design.entities.some((entity) => entity.listed && (entity.table ?? '') === table.name));
  const signed =
    finding.rule === 'missing-check' &&
    finding.items.every(({ at }) =>
      (at.names ?? []).every(
        (name) =>
          blueprint.tables.find((one) => one.name === at.object.name)?.columns.find((one) => one.name === name)
            ?.signed === true,
      ),
    );
  if (signed) return 'by the design these may be below 0: credits and corrections';
  const own = reasons[finding.rule];
  if (own !== undefined) return own;
  return listed && tables.size > 0 ? 'the description lists these columns, and nothing was added to them' : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  'plain-secret-column':
    'by the design it is a number that people identify a thing by, and no payment card or password',
  'personal-data-column': 'it is marked in the comment of the column; nothing else was asked for',
  'append-only-without-retention': 'how long rows are kept is asked for under the questions',
  'cascade-reaches-far': 'each step of the way has its reason: see the delete rules',
};
