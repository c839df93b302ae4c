import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { besideOf, briefOf, briefText } from '../design/brief/write.ts';
import { domains } from '../design/knowledge/knowledge.ts';
import type { Conflict } from '../design/merge.ts';
import { refine } from '../design/refine.ts';
import { grammar } from '../design/understand/understand.ts';
import { diagramOf } from '../diagram/diagram-of.ts';
import { layout } from '../diagram/layout/layout.ts';
import { RelvarError } from '../findings/error.ts';
import { designMarkdown } from '../output/design/markdown.ts';
import { isProven } from '../output/design/report.ts';
import { svg } from '../output/diagram/svg.ts';
import { carryOut } from './design/carry-out.ts';
import { codeIn, codeOf } from './design/code.ts';
import { filled } from './design/filled.ts';
import { type MergedFile, mergeBeside, mergeSchema } from './design/merge-files.ts';
import { migrationBetween } from './design/migration.ts';
import { briefFromFile, engineInBrief, engineWithVersion } from './design/read-brief.ts';
import { writeWhole } from './write-whole.ts';

export interface RefineRequest {
  /** The folder of a design. */
  readonly folder: string;
  readonly words: string;
  readonly dryRun: boolean;
  readonly target?: string;
  /** The URL of a server that proves it, for an engine that is not embedded. */
  readonly lab?: string;
  readonly now: Date;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface RefineResult {
  readonly text: string;
  /** False where a proof of the new design failed, or a change met one made by hand. */
  readonly proven: boolean;
}

/**
 * Applies words to the design of a folder. What was changed by hand in schema.sql stays.
 * @throws RelvarError for every kind of bad input
 */
export async function refineCommand(request: RefineRequest): Promise<RefineResult> {
  const { folder, words, dryRun, signal } = request;
  const file = join(folder, 'brief.yaml');
  const present = await readFile(join(folder, 'schema.sql'), 'utf8').catch((cause: unknown) => {
    throw new RelvarError('no-design', `${folder} is no folder of a design: it holds no schema.sql that can be read`, {
      hint: 'make one: relvar design "…" -o folder/',
      cause,
    });
  });
  const { brief, design } = await briefFromFile(file);
  const { engine, target } = engineWithVersion(brief.engine, request.target);
  const refined = await refine(design, words, grammar(domains), domains);
  const missed = refined.notUnderstood.map((one) => `  ? not understood: ${one}`);
  const told = [...refined.changes.map((one) => `  + ${one}`), ...missed];
  if (dryRun) return { text: `${[...told, 'Nothing was written.'].join('\n')}\n`, proven: true };

  const about = { source: file, proposer: 'grammar', engine, target, lab: request.lab };
  request.progress('writing the schema of before');
  const before = await carryOut(design, about, request);
  const after = await carryOut(refined.design, about, request);
  const beside = await mergeBeside(folder, before, after);
  const { file: schema, from, to } = await mergeSchema(present, before, after, { engine, target }, request);
  const all = [schema, ...beside];
  try {
    request.progress('planning the migration');
    const fillings = filled(before.report.blueprint, after.report.blueprint, engine);
    const migration = await migrationBetween(from, to, before.volumes, fillings, target, request);
    const wanted = engineInBrief(brief.engine, { engine, target });
    const rest = { ...besideOf(brief), ...(wanted === undefined ? {} : { engine: wanted }) };
    const files: readonly (readonly [string, string])[] = [
      ...all.map((one) => [one.name, one.text] as const),
      ['brief.yaml', briefText(briefOf(refined.design, { ...rest, came_from: [...(rest.came_from ?? []), words] }))],
      ['DESIGN.md', designMarkdown(after.report, schema.conflicts)],
      [
        'schema.svg',
        svg(layout(diagramOf(to.catalog, { views: true }), { most: 40 }), {
          theme: 'auto',
          title: `Diagram of ${refined.design.title}`,
        }),
      ],
      ['migration.sql', migration],
      ...codeIn(await readdir(folder)).flatMap((tool) => [...codeOf(tool, after.report)]),
    ];
    for (const [name, text] of files) await writeWhole(join(folder, name), text, signal);
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
  const conflicts = all.flatMap((file) => file.conflicts.map((one) => conflictText(file, one)));
  const changed = all.filter(({ text, wanted }) => text !== wanted).map(({ name }) => name);
  const remark = changed.length === 0 ? [] : [`Changes made by hand to ${changed.join(' and ')} were kept.`];
  return {
    text: `${[...told, ...conflicts, ...remark, `Written to ${folder}; the migration is ${join(folder, 'migration.sql')} (relvar migrate check tells what it locks).`].join('\n')}\n`,
    proven: conflicts.length === 0 && isProven(after.report),
  };
}

function conflictText({ name }: MergedFile, { line, part, wanted }: Conflict): string {
  const where = `  ! ${name}:${line}: ${part} was changed by hand, and left so`;
  return wanted === undefined
    ? `${where}; it was to go`
    : `${where}; wanted was:\n${wanted.replaceAll(/^/gm, '      ')}`;
}
