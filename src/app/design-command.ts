import { readFile } from 'node:fs/promises';
import { closest } from '../config/closest.ts';
import { briefOf, briefText } from '../design/brief/write.ts';
import { domains } from '../design/knowledge/knowledge.ts';
import { type Description, type Design, type Proposer, type Wish, wishKinds } from '../design/model.ts';
import { designOfPattern, patternNamed } from '../design/patterns/compose.ts';
import { grammar } from '../design/understand/understand.ts';
import { diagramOf } from '../diagram/diagram-of.ts';
import { layout } from '../diagram/layout/layout.ts';
import { RelvarError } from '../findings/error.ts';
import { queriesFile, volumesFile } from '../output/design/files.ts';
import { designMarkdown } from '../output/design/markdown.ts';
import type { DesignReport } from '../output/design/report.ts';
import { svg } from '../output/diagram/svg.ts';
import { decode } from '../sources/decode.ts';
import { carryOut } from './design/carry-out.ts';
import { writeDesign } from './design/write-folder.ts';

/** A design as the command line and the API ask for it. */
export interface DesignRequest {
  /** What is wished in words, a file that holds it, or `-`. */
  readonly description?: string;
  /** A pattern to begin with instead. */
  readonly pattern?: string;
  /** Wishes besides: `audit`, `soft-delete`. */
  readonly with: readonly string[];
  readonly input: AsyncIterable<Uint8Array>;
  /** The folder to write; nothing is written when absent. */
  readonly output?: string;
  /** Replaces files of the folder; what was there is kept beside. */
  readonly force: boolean;
  /** The major version that the schema is for. */
  readonly target?: string;
  /** The table to explain. */
  readonly why?: string;
  readonly now: Date;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface DesignResult {
  readonly report: DesignReport;
  /** The entity that `why` means. */
  readonly entity?: string;
  /** False where a proof failed: a bad row went in, or a finding at P0 or P1 has no explanation. */
  readonly proven: boolean;
  /** What was done beside the report, for standard error. */
  readonly notes: readonly string[];
}

/** @throws RelvarError for every kind of bad input */
export async function designCommand(
  request: DesignRequest,
  proposer: Proposer = grammar(domains),
): Promise<DesignResult> {
  const { output, force, signal } = request;
  if (output !== undefined) await writeDesign.check(output, force);
  const { design, source } = await designed(request, proposer);
  const wished = withWishes(design, request.with);
  const { report, schema, volumes, opened } = await carryOut(
    wished,
    { source, proposer: proposer.name, target: request.target },
    request,
  );
  const entity = request.why === undefined ? undefined : entityNamed(report, request.why);
  const notes: string[] = [];
  if (output !== undefined) {
    request.progress('drawing the diagram');
    const diagram = diagramOf(opened.catalog, { views: true });
    const files = new Map([
      ['schema.sql', schema],
      ['queries.sql', queriesFile(report)],
      ['volumes.yaml', volumesFile(report, volumes)],
      ['brief.yaml', briefText(briefOf(wished))],
      ['DESIGN.md', designMarkdown(report)],
      ['schema.svg', svg(layout(diagram, { most: 40 }), { theme: 'auto', title: `Diagram of ${report.design.title}` })],
    ]);
    notes.push(...(await writeDesign.write(output, files, signal)));
  }
  const proven =
    report.proof.wrong.length === 0 &&
    !report.proof.findings.some(({ finding, because }) => finding.priority !== 'P2' && because === undefined);
  return { report, ...(entity === undefined ? {} : { entity }), proven, notes };
}

async function designed(
  request: DesignRequest,
  proposer: Proposer,
): Promise<{ readonly design: Design; readonly source: string }> {
  if (request.pattern !== undefined) {
    if (request.description !== undefined)
      throw new RelvarError('contradiction', 'a description and --pattern are two ways to begin', {
        hint: 'give one of them',
      });
    const pattern = patternNamed(request.pattern);
    return { design: designOfPattern(pattern, domains), source: `the pattern ${pattern.name}` };
  }
  const description = await descriptionOf(request);
  return { design: await proposer.propose(description), source: description.name };
}

/** The description itself, or the file that it names. */
async function descriptionOf({ description, input }: DesignRequest): Promise<Description> {
  if (description === undefined)
    throw new RelvarError('no-description', 'nothing is said of what to design', {
      hint: 'relvar design "users with several addresses, orders with items" -o shop/',
    });
  if (description === '-') {
    let text = '';
    for await (const part of decode(input, 'standard input', () => {})) text += part;
    return { text, name: 'standard input' };
  }
  // A sentence is no path; what looks like one must be there.
  if (/\s/.test(description.trim()) || description.length > 200) return { text: description, name: 'the description' };
  try {
    return { text: await readFile(description, 'utf8'), name: description };
  } catch (cause) {
    if (/[/\\]|\.\w{1,5}$/.test(description))
      throw new RelvarError('description-not-found', `${description}: the file cannot be read`, {
        hint: 'give a description in quotes, a file that holds one, or - for standard input',
        cause,
      });
    return { text: description, name: 'the description' };
  }
}

/** @throws RelvarError `unknown-wish` */
function withWishes(design: Design, names: readonly string[]): Design {
  const wishes = names.map((name): Wish => {
    const kind = wishKinds.find((one) => one === name.replaceAll('-', ' '));
    if (kind === undefined) {
      const guess = closest(
        name,
        wishKinds.map((one) => one.replaceAll(' ', '-')),
      );
      throw new RelvarError('unknown-wish', `--with ${name}: there is no such wish`, {
        hint:
          guess === undefined
            ? `choose of ${wishKinds.map((one) => one.replaceAll(' ', '-')).join(', ')}`
            : `did you mean ${guess}?`,
      });
    }
    return { kind, of: [], cause: { kind: 'said', words: `--with ${name}` } };
  });
  const added = wishes.filter((one) => !design.wishes.some((two) => two.kind === one.kind && two.of.length === 0));
  return { ...design, wishes: [...design.wishes, ...added] };
}

/** @throws RelvarError `no-such-table` */
function entityNamed(report: DesignReport, name: string): string {
  const found = report.tables.find((one) => one.name === name || one.entity === name);
  if (found) return found.entity;
  const guess = closest(
    name,
    report.tables.map((one) => one.name),
  );
  throw new RelvarError('no-such-table', `--why ${name}: the design has no such table`, {
    hint:
      guess === undefined
        ? `it has ${report.tables
            .map((one) => one.name)
            .slice(0, 8)
            .join(', ')}`
        : `did you mean ${guess}?`,
  });
}
