import { writeWhole } from '../../app/write-whole.ts';
import type { WorkloadReport } from '../../output/workload/report.ts';
import { clearProgress, defineCommand, type FlagValues, type Io, progressOn, textFlag } from '../command.ts';

const formats = ['pretty', 'json', 'markdown'] as const;

export const command = defineCommand({
  name: 'workload',
  summary: 'gather the queries of logs, counters, SQL files and code, and show the heaviest and their patterns',
  description:
    'Reads any number of inputs, each by what it holds: PostgreSQL logs (stderr with any log_line_prefix, csvlog, ' +
    'jsonlog; also gzipped), exports of pg_stat_statements, snapshots, live databases, MySQL slow logs and statement ' +
    'digests, files of SQL, and SQL inside TypeScript, JavaScript, Python, Ruby, Go, Java, PHP and C#. Queries are ' +
    'grouped by the fingerprint of the engine’s own parser. What cannot be read is counted and told, never fatal. ' +
    'With -o it writes workload.json, which every command takes as --workload.',
  arguments: [
    {
      name: 'inputs...',
      summary: 'files, folders, - for standard input, database URLs, names of the configuration',
      required: true,
    },
  ],
  flags: [
    { name: '--output', short: '-o', value: 'file', summary: 'write the workload to a file, for other commands' },
    { name: '--format', value: 'format', summary: 'the form of what is printed', choices: formats },
    { name: '--no-values', summary: 'leave out example parameters and all else that stood in a row' },
    {
      name: '--log-line-prefix',
      value: 'prefix',
      summary: 'the server’s setting, where it cannot be told from the log',
    },
    { name: '--database', value: 'name', summary: 'only what ran in this database, where the input tells' },
    { name: '--verbose', summary: 'show all queries and all columns' },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar workload /var/log/postgresql/*.log* -o workload.json', does: 'rotated and gzipped logs' },
    { command: 'relvar workload src/ queries.sql', does: 'what the code asks for, with file and line' },
    { command: 'relvar workload pg_stat_statements.csv --no-values --format markdown', does: 'an export, for sharing' },
  ],
  async run(inputs, flags, io) {
    const [{ readConfig }, { workloadCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/workload-command.ts'),
    ]);
    const file = textFlag(flags, 'output');
    const { report, text, diagnostics } = await workloadCommand({
      inputs,
      config: await readConfig('.', textFlag(flags, 'config')),
      environment: io.environment,
      input: io.input,
      signal: io.signal,
      progress: progressOn(io),
      values: flags['no-values'] !== true,
      prefix: textFlag(flags, 'log-line-prefix'),
      database: textFlag(flags, 'database'),
    });
    clearProgress(io);
    for (const { message, hint } of diagnostics) {
      io.error(`relvar: ${message}${hint === undefined ? '' : ` — ${hint}`}\n`);
    }
    if (file !== undefined) await writeWhole(file, text, io.signal);
    io.out(await rendered(report, flags, io));
    if (file !== undefined) {
      const { queries } = report.workload;
      io.error(
        `relvar: workload of ${queries.length} ${queries.length === 1 ? 'query' : 'queries'} written to ${file}\n`,
      );
    }
    return 0;
  },
});

async function rendered(report: WorkloadReport, flags: FlagValues, io: Io): Promise<string> {
  switch (textFlag(flags, 'format')) {
    case 'json':
      return (await import('../../output/workload/json.ts')).workloadJson(report);
    case 'markdown':
      return (await import('../../output/workload/markdown.ts')).workloadMarkdown(report);
    default: {
      const [{ workloadTextReport }, { createColors }] = await Promise.all([
        import('../../output/workload/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      return workloadTextReport(report, { colors: createColors(io.colour), verbose: flags['verbose'] === true });
    }
  }
}
