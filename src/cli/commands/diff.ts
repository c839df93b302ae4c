import { writeWhole } from '../../app/write-whole.ts';
import type { DiffReport } from '../../output/diff/report.ts';
import {
  clearProgress,
  defineCommand,
  engineFlag,
  type FlagValues,
  type Io,
  listFlag,
  ownersFlag,
  progressOn,
  textFlag,
  timeZoneFlag,
  withEngine,
} from '../command.ts';

export const command = defineCommand({
  name: 'diff',
  summary: 'what lies between two schemas, as changes in an order that can be carried out',
  description:
    'Compares any two sources and tells the changes that make the second out of the first, at the finest grain: a ' +
    'changed default is not a dropped column. What the engine cannot alter is made anew, together with all that stands ' +
    'on it. A table, column, enum value or other object that lives on under another name is recognised; where that is ' +
    'not certain it is asked on a terminal, told in the report otherwise, and settled by --rename, --drop or --answers. What ' +
    'is made anew belongs to whom it belonged before; else owners are set aside without --owners. ' +
    'So are the order of columns and versions of extensions; where these differ in a way that matters, a note ' +
    'says so. An empty file is a schema without anything.',
  arguments: [
    {
      name: 'from',
      summary: 'the schema before: a file, a folder, a URL, a snapshot, a name of the configuration',
      required: true,
    },
    { name: 'to', summary: 'the schema after', required: true },
  ],
  flags: [
    {
      name: '--format',
      value: 'format',
      summary: 'pretty, sql, json or markdown (default: pretty)',
      choices: ['pretty', 'sql', 'json', 'markdown'],
    },
    { name: '--output', short: '-o', value: 'file', summary: 'the file to write (default: standard output)' },
    {
      name: '--rename',
      value: 'old=new',
      summary: 'it was renamed: orders=purchases, orders.total=amount, status.lost=cancelled',
      repeat: true,
    },
    { name: '--drop', value: 'old', summary: 'it was dropped, not renamed: orders.note', repeat: true },
    {
      name: '--answers',
      value: 'file',
      summary: 'a JSON file of such answers: {"orders.total": "amount", "orders.note": null}',
    },
    { name: '--schema', value: 'name', summary: 'only these schemas; * stands for any text', repeat: true },
    { name: '--ignore', value: 'name', summary: 'leave these objects out; * stands for any text', repeat: true },
    { name: '--exit-code', summary: 'end with 1 when there is a difference' },
    {
      name: '--target',
      value: 'version',
      summary: 'the PostgreSQL version that statements are for, of a schema in files: 13 to 18',
    },
    ownersFlag,
    timeZoneFlag,
    engineFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar diff db/old.sql db/new.sql', does: 'two files' },
    { command: 'relvar diff /dev/null db/schema.sql --format sql', does: 'the first migration, from nothing' },
    { command: 'relvar diff production staging --format sql', does: 'two environments of the configuration, as SQL' },
    { command: 'relvar diff prod.snapshot.json db/migrations --exit-code', does: 'whether production has drifted' },
    { command: 'relvar diff old.sql new.sql --rename orders.total=amount', does: 'a column that was renamed' },
  ],
  async run([from = '', to = ''], flags, io) {
    const [{ readConfig }, { diffCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/diff-command.ts'),
    ]);
    const { report, diagnostics, isWhole, ended } = await diffCommand({
      from,
      to,
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      signal: io.signal,
      progress: progressOn(io),
      renames: listFlag(flags, 'rename'),
      drops: listFlag(flags, 'drop'),
      answers: textFlag(flags, 'answers'),
      ask: io.ask,
      schemas: listFlag(flags, 'schema'),
      ignore: listFlag(flags, 'ignore'),
      timeZone: textFlag(flags, 'time-zone'),
      owners: flags['owners'] === true,
      writesSql: flags['format'] === 'sql',
      ...(flags['target'] === undefined ? {} : { target: textFlag(flags, 'target') ?? '' }),
    });
    clearProgress(io);
    for (const { file, line, message, hint } of diagnostics) {
      const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
      io.error(`relvar: ${place}${message}${hint === undefined ? '' : ` — ${hint}`}\n`);
    }
    const file = textFlag(flags, 'output');
    const text = await rendered(report, ended, flags, io, file);
    if (file === undefined) io.out(text);
    else await writeWhole(file, text, io.signal);
    if (!isWhole) return 2;
    return flags['exit-code'] === true && report.changes.length > 0 ? 1 : 0;
  },
});

async function rendered(
  report: DiffReport,
  ended: (sql: string) => string,
  flags: FlagValues,
  io: Io,
  file: string | undefined,
): Promise<string> {
  switch (textFlag(flags, 'format') ?? byEnding(file)) {
    case 'sql':
      return (await import('../../output/diff/sql.ts')).diffSql(report, ended);
    case 'json':
      return (await import('../../output/diff/json.ts')).diffJson(report);
    case 'markdown':
      return (await import('../../output/diff/markdown.ts')).diffMarkdown(report, ended);
    default: {
      const [{ diffText }, { createColors }] = await Promise.all([
        import('../../output/diff/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      return diffText(report, { colors: createColors(io.colour && file === undefined) });
    }
  }
}

function byEnding(file: string | undefined): string {
  const ending = /\.(sql|json|md)$/i.exec(file ?? '')?.[1]?.toLowerCase();
  return ending === undefined ? 'pretty' : ending === 'md' ? 'markdown' : ending;
}
