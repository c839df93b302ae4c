import { readFile } from 'node:fs/promises';
import { closest } from '../catalog/closest.ts';
import { interview } from '../design/brief/interview.ts';
import { type Beside, besideOf, briefOf, briefText } from '../design/brief/write.ts';
import { domains } from '../design/knowledge/knowledge.ts';
import { type Description, type Design, type Proposer, type Wish, wishKinds } from '../design/model.ts';
import { designOfPattern, patternNamed } from '../design/patterns/compose.ts';
import { grammar } from '../design/understand/understand.ts';
import { diagramOf } from '../diagram/diagram-of.ts';
import { layout } from '../diagram/layout/layout.ts';
import { type CodeTool, codeTools } from '../engines/blueprints.ts';
import { defaultEngine } from '../engines/engines.ts';
import { RelvarError } from '../findings/error.ts';
import { labOf } from '../lab/labs.ts';
import { queriesFile, volumesFile } from '../output/design/files.ts';
import { designMarkdown } from '../output/design/markdown.ts';
import { type DesignReport, isProven } from '../output/design/report.ts';
import { svg } from '../output/diagram/svg.ts';
import { displayWidth, wrap } from '../output/width.ts';
import { decode } from '../sources/decode.ts';
import { carryOut } from './design/carry-out.ts';
import { codeOf } from './design/code.ts';
import { engineIn } from './design/named-engine.ts';
import { briefFromFile, briefFromText, engineInBrief, engineWithVersion } from './design/read-brief.ts';
import { writeDesign } from './design/write-folder.ts';

/** A design as the command line and the API ask for it. */
export interface DesignRequest {
  /** What is wished in words, a file that holds it, or `-`. */
  readonly description?: string;
  /** A pattern to begin with instead. */
  readonly pattern?: string;
  /** A brief to begin with instead. */
  readonly brief?: string;
  /** Asks the person at the terminal where nothing is said of what to design; absent where nobody is there. */
  readonly ask?: (question: string) => Promise<string>;
  /** Shown to the person who is asked. */
  readonly tell: (text: string) => void;
  /** Wishes besides: `audit`, `soft-delete`. */
  readonly with: readonly string[];
  readonly input: AsyncIterable<Uint8Array>;
  /** The folder to write; nothing is written when absent. */
  readonly output?: string;
  /** What the queries are written as, beside SQL: `kysely`, `prisma`. */
  readonly code?: readonly string[];
  /** Replaces files of the folder; what was there is kept beside. */
  readonly force: boolean;
  /** The engine that the schema is for, as a person names it; what the brief says, else PostgreSQL. */
  readonly engine?: string;
  /** The major version that the schema is for. */
  readonly target?: string;
  /** The URL of a server that proves it, for an engine that is not embedded. */
  readonly lab?: string;
  /** The table to explain. */
  readonly why?: string;
  readonly now: Date;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface DesignResult {
  readonly report: DesignReport;
  /** The folder that was written. */
  readonly written?: string;
  /** The entity that `why` means. */
  readonly entity?: string;
  /** False where a proof failed: a bad row went in, a query is not served, or a finding at P0 or P1 has no explanation. */
  readonly proven: boolean;
  /** What was done beside the report, for standard error. */
  readonly notes: readonly string[];
}

/** @throws RelvarError for every kind of bad input */
export async function designCommand(
  request: DesignRequest,
  proposer: Proposer = grammar(domains),
): Promise<DesignResult> {
  const { force, signal } = request;
  const tools = codeToolsNamed(request);
  if (request.output !== undefined) await writeDesign.check(request.output, force);
  // A design is made by this engine whatever it is for; it is made ready while the words are read.
  (await labOf(defaultEngine)).prepare?.();
  const begun = await designed(request, proposer);
  const { source } = begun;
  const named = request.engine ?? begun.beside.engine;
  const { engine, target } = engineWithVersion(named, request.target);
  if (tools.length > 0 && !engine.blueprints)
    throw new RelvarError(
      'unknown-tool',
      `--code: queries are written as code for ${defaultEngine.dialect.name} alone`,
      {
        hint: 'leave --code out: queries.sql holds them',
      },
    );
  const wanted = engineInBrief(named, { engine, target });
  const beside = wanted === undefined ? begun.beside : { ...begun.beside, engine: wanted };
  const output = request.output ?? begun.output;
  const design = withWishes(begun.design, request.with);
  const { report, schema, volumes, opened } = await carryOut(
    design,
    { source, proposer: proposer.name, engine, target, lab: request.lab },
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
      ['brief.yaml', briefText(briefOf(design, beside))],
      ['DESIGN.md', designMarkdown(report)],
      ['schema.svg', svg(layout(diagram, { most: 40 }), { theme: 'auto', title: `Diagram of ${report.design.title}` })],
      ...tools.flatMap((tool) => [...codeOf(tool, report)]),
    ]);
    notes.push(...(await writeDesign.write(output, files, signal)));
  }
  return {
    report,
    ...(output === undefined ? {} : { written: output }),
    ...(entity === undefined ? {} : { entity }),
    proven: isProven(report),
    notes,
  };
}

/** A design before it is carried out. */
interface Begun {
  readonly design: Design;
  readonly source: string;
  /** What its brief holds beside it. */
  readonly beside: Beside;
  /** The folder, where the person was asked for it. */
  readonly output?: string;
}

async function designed(request: DesignRequest, proposer: Proposer): Promise<Begun> {
  const { description, pattern: name, brief, ask } = request;
  const ways = [
    ...(description === undefined ? [] : ['a description']),
    ...(name === undefined ? [] : ['--pattern']),
    ...(brief === undefined ? [] : ['--brief']),
  ];
  if (ways.length > 1)
    throw new RelvarError('contradiction', `${ways.join(' and ')} are ${ways.length} ways to begin`, {
      hint: 'give one of them',
    });
  if (name !== undefined) {
    const pattern = patternNamed(name);
    const source = `the pattern ${pattern.name}`;
    return { design: designOfPattern(pattern, domains), source, beside: { came_from: [source] } };
  }
  if (brief !== undefined) {
    const read = await briefFromFile(brief);
    return { design: read.design, source: brief, beside: besideOf(read.brief) };
  }
  if (description === undefined && ask) return await asked(request, ask, proposer);
  const given = await descriptionOf(request);
  const engine = engineIn(given.text);
  return {
    design: await proposer.propose(given),
    source: given.name,
    beside: { came_from: [given.text.trim()], ...(engine === undefined ? {} : { engine }) },
  };
}

/** The interview, and at its end the folder. */
async function asked(
  request: DesignRequest,
  ask: (question: string) => Promise<string>,
  proposer: Proposer,
): Promise<Begun> {
  const { signal, force } = request;
  const tell = (text: string): void => request.tell(forTerminal(text));
  const answers = await interview({ ask, tell, domains, proposer, signal });
  const { brief, design } = await briefFromText(briefText(answers), 'the answers');
  const begun: Begun = { design, source: 'the answers', beside: besideOf(brief) };
  if (request.output !== undefined) return begun;
  const usual = await writeDesign.free('design', force);
  for (;;) {
    const output = (await ask(`Write it to which folder? [${usual}]: `)).trim() || usual;
    signal.throwIfAborted();
    try {
      await writeDesign.check(output, force);
      return { ...begun, output };
    } catch (error) {
      // All that was answered so far would be lost with it.
      if (!(error instanceof RelvarError)) throw error;
      tell(`  ${error.message}\n`);
    }
  }
}

/** Long lines broken as the terminal would not break them: at spaces. */
function forTerminal(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [indent = ''] = /^ */.exec(line) ?? [];
      return displayWidth(line) <= 80 ? [line] : wrap(line.trim(), 80 - indent.length).map((one) => indent + one);
    })
    .join('\n');
}

/** @throws RelvarError `unknown-tool`; `no-folder` where the files would have no place */
function codeToolsNamed({ code = [], output, ask }: DesignRequest): readonly CodeTool[] {
  const tools = code.map((name) => {
    const tool = codeTools.find((one) => one === name.toLowerCase());
    if (tool) return tool;
    const guess = closest(name, codeTools);
    throw new RelvarError('unknown-tool', `--code ${name}: queries are not written for it`, {
      hint: guess === undefined ? `choose of ${codeTools.join(', ')}` : `did you mean ${guess}?`,
    });
  });
  if (tools.length > 0 && output === undefined && !ask)
    throw new RelvarError('no-folder', '--code writes files, and no folder is given', {
      hint: 'give one with -o: relvar design "…" -o shop/ --code kysely',
    });
  return [...new Set(tools)];
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
