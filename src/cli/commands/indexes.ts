import type { IndexesRequest, IndexesResult } from '../../app/indexes-command.ts';
import { writeWhole } from '../../app/write-whole.ts';
import { RelvarError } from '../../findings/error.ts';
import type { StrategyCheck } from '../../output/indexes/check.ts';
import { version } from '../../version.ts';
import {
  clearProgress,
  defineCommand,
  engineFlag,
  type FlagValues,
  type Io,
  listFlag,
  progressOn,
  repeatedFlag,
  textFlag,
  withEngine,
  workloadFlag,
} from '../command.ts';

const formats = ['pretty', 'markdown', 'html', 'json', 'sarif', 'github', 'sql', 'yaml'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  name: 'indexes',
  summary: 'which indexes to create and to drop for a workload, by the planner’s own word',
  description:
    'Finds the set of indexes that serves a whole workload: makes candidates from what the queries ask for, has the real ' +
    'planner try them at the sizes that are known or declared, and chooses within a budget. Prints what to create, in ' +
    'which order and why, what to drop and with what proof, and every query with its plan before and after.',
  arguments: [
    {
      name: 'source',
      summary: 'the schema: an SQL file, a folder, a snapshot, a database URL, a name of the configuration',
      required: true,
    },
  ],
  flags: [
    workloadFlag,
    engineFlag,
    { name: '--budget', value: 'size', summary: 'how large the new indexes may be together: 10GB' },
    { name: '--per-table', value: 'number', summary: 'how many new indexes a table may get' },
    { name: '--write-limit', value: 'share', summary: 'how much dearer writes may become: 20%' },
    { name: '--keep', value: 'index', summary: 'an index that must stay (name, schema.name, prefix*)', repeat: true },
    { name: '--drop-only', summary: 'propose nothing new' },
    {
      name: '--time',
      value: 'duration',
      summary: 'how long the search may take (default: 1min); Ctrl-C ends it, too, with the best so far',
    },
    { name: '--goal', value: 'duration', summary: 'how long a query without a goal of its own may take: 100ms' },
    { name: '--scale', value: 'factor', summary: 'as if all tables were so many times as large: 10' },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares volumes' },
    { name: '--lab', value: 'url', summary: 'try things in a scratch database on this server, made and dropped again' },
    { name: '--target', value: 'version', summary: 'the PostgreSQL that statements are for, 13 to 18' },
    {
      name: '--check',
      value: 'file',
      summary: 'only plan the queries of a strategy file; exit 1 when one has lost its index',
    },
    {
      name: '--format',
      value: 'format',
      summary: 'the form of the output (default: by the name after -o, else pretty)',
      choices: formats,
    },
    { name: '--output', short: '-o', value: 'file', summary: 'write to a file' },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
    { name: '--verbose', summary: 'everything: all queries and plans, all that was rejected' },
  ],
  examples: [
    {
      command: 'relvar indexes shop.sql --rows orders=50M --workload queries.sql --budget 10GB',
      does: 'for a file of queries, in 10 GB',
    },
    { command: 'relvar indexes prod.snapshot.json', does: 'for its own workload and statistics' },
    { command: 'relvar indexes prod.snapshot.json --drop-only', does: 'only what can go' },
    { command: 'relvar indexes db/ -o indexes.yaml', does: 'a strategy to keep beside the schema' },
    { command: 'relvar indexes db/ --check indexes.yaml', does: 'fail when a query has lost its index' },
  ],
  async run([source = ''], flags, io) {
    const [{ readConfig }, { checkIndexesCommand, indexesCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/indexes-command.ts'),
    ]);
    const file = textFlag(flags, 'output');
    const request: IndexesRequest = {
      source,
      workload: repeatedFlag(flags, 'workload'),
      budget: textFlag(flags, 'budget'),
      perTable: textFlag(flags, 'per-table'),
      writeLimit: textFlag(flags, 'write-limit'),
      keep: listFlag(flags, 'keep'),
      dropOnly: flags['drop-only'] === true,
      time: textFlag(flags, 'time'),
      goal: textFlag(flags, 'goal'),
      scale: textFlag(flags, 'scale'),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      lab: textFlag(flags, 'lab'),
      target: textFlag(flags, 'target'),
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      now: io.now,
      clock: () => performance.now(),
      signal: io.signal,
      progress: progressOn(io),
    };
    const format = formatOf(flags, file);
    const verbose = flags['verbose'] === true;
    const check = textFlag(flags, 'check');
    if (check !== undefined) {
      const { checkFailed } = await import('../../output/indexes/check.ts');
      const rendering = checkRendering(format);
      const result = await checkIndexesCommand({ ...request, check });
      clearProgress(io);
      await written(await rendering(result, io, file === undefined), file, io);
      return checkFailed(result) ? 1 : 0;
    }
    // An interrupted search still answers with the best that it found.
    io.takesTime?.();
    const result = await indexesCommand(request);
    clearProgress(io);
    if (io.signal.aborted) io.error('relvar: interrupted; this is the best that was found until then\n');
    await written(await rendered(result, format, verbose, io, file === undefined), file, io);
    // An answer to nothing is none: a build must not go on by it.
    if (result.report.queries.some((query) => query.error === undefined)) return 0;
    io.error('relvar: no query of the workload could be planned, so no index was judged; the report tells why\n');
    return 1;
  },
});

function formatOf(flags: FlagValues, file: string | undefined): Format {
  const given = textFlag(flags, 'format');
  if (given !== undefined) return given as Format;
  const byEnding: Readonly<Record<string, Format>> = {
    html: 'html',
    md: 'markdown',
    json: 'json',
    sarif: 'sarif',
    sql: 'sql',
    yaml: 'yaml',
    yml: 'yaml',
  };
  return byEnding[file?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'pretty';
}

/** @throws RelvarError `bad-format` before anything is done, for a form that a check has not */
function checkRendering(format: Format): (check: StrategyCheck, io: Io, terminal: boolean) => Promise<string> {
  const forms = import('../../output/indexes/check.ts');
  switch (format) {
    case 'pretty':
      return async (check, io, terminal) => (await forms).checkText(check, { colors: await colours(io, terminal) });
    case 'markdown':
      return async (check) => (await forms).checkMarkdown(check);
    case 'json':
      return async (check) => (await forms).checkJson(check);
    case 'sarif':
      return async (check) =>
        (await import('../../output/sarif.ts')).sarif({
          tool: { name: 'relvar', version },
          source: { kind: 'file', name: check.file, engine: check.engine },
          ...(await forms).checkFindings(check),
        });
    case 'github':
      return async (check) =>
        (await import('../../output/github.ts')).annotations((await forms).checkFindings(check), {
          title: `Indexes of ${check.source}`,
          message: (await forms).checkText(check).trim().split('\n').at(-1) ?? '',
        });
    default:
      throw new RelvarError('bad-format', `--check is not told as ${format}`, {
        hint: 'choose one of pretty, markdown, json, sarif, github',
      });
  }
}

async function rendered(
  { report, findings, facts }: IndexesResult,
  format: Format,
  verbose: boolean,
  io: Io,
  terminal: boolean,
): Promise<string> {
  switch (format) {
    case 'pretty':
      return (await import('../../output/indexes/text.ts')).indexesText(report, {
        colors: await colours(io, terminal),
        verbose,
      });
    case 'markdown':
      return (await import('../../output/indexes/markdown.ts')).indexesMarkdown(report, { verbose });
    case 'html':
      return (await import('../../output/indexes/html.ts')).indexesHtml(report);
    case 'json':
      return (await import('../../output/indexes/json.ts')).indexesJson(report);
    case 'sarif':
      return (await import('../../output/sarif.ts')).sarif({ ...report, ...findings });
    case 'github': {
      const [{ annotations }, { indexVerdict }, { capital }] = await Promise.all([
        import('../../output/github.ts'),
        import('../../output/indexes/words.ts'),
        import('../../output/explain/words.ts'),
      ]);
      const { what, gain, price } = indexVerdict(report);
      const message = [what, gain, price].map((sentence) => `${capital(sentence)}.`).join(' ');
      return annotations(findings, { title: `Indexes for ${report.source.name}`, message });
    }
    case 'sql':
      return (await import('../../output/indexes/sql.ts')).indexesSql(report);
    case 'yaml':
      return (await import('../../output/indexes/yaml.ts')).indexesYaml(report, facts);
  }
}

async function colours(io: Io, terminal: boolean) {
  const { createColors } = await import('picocolors').then((module) => module.default);
  return createColors(io.colour && terminal);
}

async function written(text: string, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) return io.out(text);
  await writeWhole(file, text);
  io.error(`relvar: written to ${file}\n`);
}
