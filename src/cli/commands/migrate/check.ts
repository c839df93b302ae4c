import { writeWhole } from '../../../app/write-whole.ts';
import type { CheckReport } from '../../../check/report.ts';
import { RelvarError } from '../../../findings/error.ts';
import {
  clearProgress,
  defineCommand,
  engineFlag,
  type Io,
  listFlag,
  progressOn,
  textFlag,
  withEngine,
} from '../../command.ts';

const formats = ['pretty', 'markdown', 'json', 'sarif', 'github'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  name: 'check',
  summary: 'run a migration of any tool in the lab, and tell what it locks, rewrites, breaks and loses',
  description:
    'Runs each statement of a migration (plain SQL, with or without transactions) in an embedded PostgreSQL or SQLite that ' +
    'holds the schema, on top of what comes before it, and watches: locks, rewrites, full reads, index builds, failures. What it finds ' +
    'comes with the way that spares the table, tried in the same lab. For MySQL and MariaDB it tells how a server of the version carries ' +
    'each statement out (ALGORITHM, LOCK), by rules for the version or by asking one (--lab), with the command of gh-ost or ' +
    'pt-online-schema-change for what keeps writers waiting. For older servers (--target) what they do otherwise ' +
    'is put right. Of a folder, what the schema holds already is passed over, or what the tool has noted in a live database ' +
    '(Flyway, Prisma, golang-migrate, dbmate, Rails, Supabase, diesel, goose, sqlx; a snapshot holds no rows, so this needs ' +
    'the URL). What cannot be run is told from its form, with less confidence. docs/hazards.md lists what it looks for.',
  arguments: [{ name: 'migration', summary: 'a file of SQL, a folder of migrations, or -', required: true }],
  flags: [
    {
      name: '--on',
      value: 'source',
      summary: 'the schema before it: a file, a folder, a snapshot, a URL or a name of the configuration',
    },
    {
      name: '--from',
      value: 'name',
      summary: 'the first migration of a folder to check (default: the first that is not there yet)',
    },
    {
      name: '--transaction',
      value: 'how',
      summary: 'how a file is run (default: by what it says)',
      choices: ['one', 'each'],
    },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares rows of tables' },
    {
      name: '--target',
      value: 'version',
      summary:
        'the version that it is for: 13 to 18 of PostgreSQL; 8.0 or later of MySQL, with its release (8.0.20) where that is known; 10.6 or later of MariaDB',
    },
    engineFlag,
    {
      name: '--lab',
      value: 'url',
      summary:
        'run it on a MySQL or MariaDB server, in a database that is dropped again; it tells how it alters tables',
    },
    {
      name: '--time-limit',
      value: 'time',
      summary:
        'how long one statement may run in the embedded engine (default: 60s); then one of the migration is told from its form, and one of the schema left out',
    },
    { name: '--queries', value: 'file', summary: 'queries of the application, that must not break', repeat: true },
    { name: '--workload', value: 'input', summary: 'the same from a log, an export or a folder of code', repeat: true },
    { name: '--format', value: 'format', summary: 'the form of the report (default: pretty)', choices: formats },
    { name: '--output', short: '-o', value: 'file', summary: 'write the report to a file' },
    {
      name: '--fail-on',
      value: 'priority',
      summary: 'exit with 1 when a finding is at or above it',
      choices: ['P0', 'P1', 'P2'],
    },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
    { name: '--verbose', summary: 'all evidence' },
  ],
  examples: [
    {
      command: 'relvar migrate check db/migrations/0042_status.sql --on production.snapshot.json',
      does: 'before the merge',
    },
    {
      command: 'relvar migrate check db/migrations --on db/structure.sql --rows orders=50M --target 15',
      does: 'those that are not in the schema yet',
    },
    { command: 'relvar migrate check change.sql --on $DATABASE_URL --format github --fail-on P1', does: 'in CI' },
    {
      command: 'relvar migrate check change.sql --on dump.sql --target 10.11 --lab mysql://lab@localhost',
      does: 'MariaDB is asked how it carries out each statement',
    },
  ],
  async run([migration = ''], flags, io) {
    const on = textFlag(flags, 'on');
    if (on === undefined) {
      throw new RelvarError('no-schema-given', 'on which schema? Give it after --on', {
        hint: 'a file, a folder, a snapshot, a URL: what is there before the migration',
      });
    }
    const [{ readConfig }, { checkCommand }] = await Promise.all([
      import('../../../config/config.ts'),
      import('../../../app/migrate/check/check-command.ts'),
    ]);
    io.takesTime?.();
    const from = textFlag(flags, 'from');
    const target = textFlag(flags, 'target');
    // One of the choices.
    const transaction = textFlag(flags, 'transaction') as 'one' | 'each' | undefined;
    const { report, failed } = await checkCommand({
      migration,
      on,
      ...(from === undefined ? {} : { from }),
      ...(target === undefined ? {} : { target }),
      ...(transaction === undefined ? {} : { transaction }),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      workload: [...listFlag(flags, 'queries'), ...listFlag(flags, 'workload')],
      lab: textFlag(flags, 'lab'),
      timeLimit: textFlag(flags, 'time-limit'),
      failOn: textFlag(flags, 'fail-on'),
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
    });
    clearProgress(io);
    const file = textFlag(flags, 'output');
    // One of the choices.
    const format = (textFlag(flags, 'format') ?? 'pretty') as Format;
    const text = await rendered(report, format, flags['verbose'] === true, io, file === undefined);
    if (file === undefined) io.out(text);
    else {
      await writeWhole(file, text);
      io.error(`relvar: written to ${file}\n`);
    }
    return failed ? 1 : 0;
  },
});

async function rendered(
  report: CheckReport,
  format: Format,
  verbose: boolean,
  io: Io,
  terminal: boolean,
): Promise<string> {
  switch (format) {
    case 'pretty': {
      const [{ checkText }, { createColors }] = await Promise.all([
        import('../../../output/check/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      return checkText(report, { colors: createColors(io.colour && terminal), verbose });
    }
    case 'markdown':
      return (await import('../../../output/check/markdown.ts')).checkMarkdown(report);
    case 'json':
      return (await import('../../../output/check/json.ts')).checkJson(report);
    case 'sarif':
      return (await import('../../../output/sarif.ts')).sarif(report);
    case 'github': {
      const [{ annotations }, { verdictOf }] = await Promise.all([
        import('../../../output/github.ts'),
        import('../../../output/check/words.ts'),
      ]);
      return annotations(report, { title: `Migration ${report.source.name}`, message: verdictOf(report) });
    }
  }
}
