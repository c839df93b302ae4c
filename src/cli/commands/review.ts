import { isBrief } from '../../app/is-brief.ts';
import { writeWhole } from '../../app/write-whole.ts';
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

const formats = ['pretty', 'markdown', 'html', 'json', 'sarif', 'github', 'sql'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  name: 'review',
  summary: 'judge a schema: a health score and a prioritised list of fixes',
  description:
    'Reads a schema from a file, a folder of migrations, standard input (-) or a live database (read-only), judges it, ' +
    'proves the fixes in an embedded PostgreSQL and prints a report. A brief (docs/brief.md) is judged as well: what can ' +
    'be said of it before there is a schema, how sure that is, and which facts are missing.',
  arguments: [
    {
      name: 'source',
      summary: 'an SQL file, a folder, a database URL, a name of the configuration, a brief (.yaml), or -',
      required: true,
    },
  ],
  flags: [
    {
      name: '--format',
      value: 'format',
      summary: 'the form of the report (default: by the name after -o, else pretty)',
      choices: formats,
    },
    { name: '--output', short: '-o', value: 'file', summary: 'write the report to a file' },
    {
      name: '--fail-on',
      value: 'priority',
      summary: 'exit with 1 when a finding is at or above it',
      choices: ['P0', 'P1', 'P2'],
    },
    {
      name: '--despite-errors',
      summary: 'with --fail-on: pass although statements of the source were not loaded, and so not judged',
    },
    { name: '--rule', value: 'id', summary: 'run only these rules (repeat, or separate by commas)', repeat: true },
    { name: '--skip', value: 'id', summary: 'leave these rules out', repeat: true },
    { name: '--table', value: 'name', summary: 'tell only of these tables (* stands for any text)', repeat: true },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    {
      name: '--target',
      value: 'version',
      summary: 'the PostgreSQL that fixes are for, 13 to 18 (default: the dump’s, else 18)',
    },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares rows, growth and writes of tables' },
    workloadFlag,
    { name: '--queries', value: 'file', summary: 'the same as --workload' },
    { name: '--without-workload', summary: 'leave the queries out, those that come with the schema too' },
    { name: '--time', value: 'duration', summary: 'how long indexes may be looked for (default: 10s; 0: not at all)' },
    {
      name: '--lab',
      value: 'url',
      summary: 'plan the queries in a scratch database on this server, made and dropped again',
    },
    { name: '--baseline', value: 'file', summary: 'pass over what the baseline file lists; "write" makes it' },
    engineFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
    { name: '--verbose', summary: 'everything: all cases, whole migrations, what was rejected' },
  ],
  examples: [
    { command: 'relvar review db/structure.sql', does: 'a report on the terminal' },
    { command: 'relvar review db/migrations --format html -o review.html', does: 'a page to share' },
    { command: 'relvar review postgres://readonly@localhost/app --fail-on P1', does: 'in CI, against a live database' },
    { command: 'pg_dump -s app | relvar review -', does: 'from standard input' },
    { command: 'relvar review brief.yaml', does: 'a brief, before there is a schema' },
  ],
  async run([source = ''], flags, io) {
    if (isBrief(source)) {
      const { reviewBrief } = await import('../../app/review-brief.ts');
      const to = textFlag(flags, 'output');
      const { text, failed } = await reviewBrief(source, formatOf(flags, to), textFlag(flags, 'fail-on'));
      if (to === undefined) io.out(text);
      else await writeWhole(to, text);
      return failed ? 1 : 0;
    }
    const [{ readConfig }, { reviewCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/review-command.ts'),
    ]);
    const config = withEngine(await readConfig('.', textFlag(flags, 'config')), flags);
    const file = textFlag(flags, 'output');
    const format = formatOf(flags, file);
    const result = await reviewCommand({
      source,
      config,
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
      rules: listFlag(flags, 'rule'),
      skip: listFlag(flags, 'skip'),
      tables: listFlag(flags, 'table'),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      ...optional('target', textFlag(flags, 'target')),
      workload: [...repeatedFlag(flags, 'workload'), ...repeatedFlag(flags, 'queries')],
      useWorkload: flags['without-workload'] !== true,
      time: textFlag(flags, 'time'),
      lab: textFlag(flags, 'lab'),
      clock: () => performance.now(),
      baseline: textFlag(flags, 'baseline'),
      failOn: textFlag(flags, 'fail-on'),
      despiteErrors: flags['despite-errors'] === true,
      script: format === 'sql',
      command: `relvar review ${shown(source)}`,
    });
    clearProgress(io);
    const text = await rendered(result.report, format, flags['verbose'] === true, io, file === undefined);
    if (file === undefined) io.out(text);
    else {
      await writeWhole(file, text);
      io.error(`relvar: score ${result.report.score.value}, written to ${file}\n`);
    }
    for (const note of result.notes) io.error(`relvar: ${note}\n`);
    if (result.unread !== undefined) {
      io.error(`relvar: ${result.unread}\n`);
      return 2;
    }
    return result.failed ? 1 : 0;
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
  };
  return byEnding[file?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'pretty';
}

async function rendered(
  report: import('../../findings/report.ts').Report,
  format: Format,
  verbose: boolean,
  io: Io,
  terminal: boolean,
): Promise<string> {
  switch (format) {
    case 'pretty': {
      const [{ text }, { createColors }] = await Promise.all([
        import('../../output/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      return text(report, { colors: createColors(io.colour && terminal), verbose });
    }
    case 'markdown':
      return (await import('../../output/markdown.ts')).markdown(report, { verbose });
    case 'html':
      return (await import('../../output/html.ts')).html(report);
    case 'json':
      return (await import('../../output/json.ts')).json(report);
    case 'sarif':
      return (await import('../../output/sarif.ts')).sarif(report);
    case 'github':
      return (await import('../../output/github.ts')).github(report);
    case 'sql':
      return (await import('../../output/sql.ts')).sql(report);
  }
}

/** A URL in a hint is shown as a name: it can hold a password. */
function shown(source: string): string {
  if (source.includes('://')) return '"$DATABASE_URL"';
  return /^[\w./@-]+$/.test(source) ? source : `'${source.replaceAll("'", "'\\''")}'`;
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  // The computed key is the name's own type.
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: string });
}
