import { count } from '../../../output/words.ts';
import {
  clearProgress,
  defineCommand,
  engineFlag,
  listFlag,
  ownersFlag,
  progressOn,
  textFlag,
  timeZoneFlag,
  withEngine,
} from '../../command.ts';

export const command = defineCommand({
  name: 'plan',
  summary: 'turn the difference of two schemas into ordered steps',
  description:
    'Compares two schemas, lays down the steps that turn the first into the second, rehearses them in an embedded ' +
    'engine, and tells of each what it locks, how long it takes at the size of its table, and how it is undone. ' +
    'With -o the plan is written as a folder: plan.json for relvar migrate apply, plan.md for people, and SQL.',
  arguments: [
    {
      name: 'from',
      summary: 'the schema as it is: a file, a folder, a URL, a snapshot, an environment',
      required: true,
    },
    { name: 'to', summary: 'the schema as it shall be', required: true },
  ],
  flags: [
    { name: '--output', short: '-o', value: 'folder', summary: 'write the plan into a folder' },
    { name: '--zero-downtime', summary: 'online forms of all that would hold up the application (default)' },
    { name: '--brief-maintenance', summary: 'plain forms, for an hour without users' },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares rows, growth and writes of tables' },
    {
      name: '--target',
      value: 'version',
      summary: 'the version that the statements are for: 13 to 18 of PostgreSQL, 10.11 of MariaDB',
    },
    {
      name: '--rate',
      value: 'what=speed',
      summary: 'how fast the server works: scan=250M,rewrite=60M (bytes/s), index=700k,batch=20k (rows/s)',
      repeat: true,
    },
    {
      name: '--calibrate',
      value: 'url',
      summary: 'measure that on a server, in a database that is dropped again; lab: in the embedded engine',
    },
    {
      name: '--lab',
      value: 'url',
      summary:
        'rehearse on a MySQL or MariaDB server, in a database that is dropped again; it tells how it alters tables',
    },
    { name: '--rename', value: 'old=new', summary: 'what was renamed: orders.total=amount', repeat: true },
    { name: '--drop', value: 'old', summary: 'what was dropped, and not renamed: orders.note', repeat: true },
    { name: '--answers', value: 'file', summary: 'renames as JSON: "old": "new", or null for what is gone' },
    {
      name: '--intents',
      value: 'file',
      summary: 'a YAML file of what two schemas cannot tell: columns split, rows deleted, tables partitioned',
    },
    ownersFlag,
    timeZoneFlag,
    {
      name: '--despite-errors',
      summary: 'take what statements make that cannot be loaded for missing, and note it in the plan',
    },
    { name: '--quarantine', value: 'time', summary: 'keep what is dropped so long under another name: 7d' },
    { name: '--format', value: 'format', summary: 'what is printed', choices: ['pretty', 'json', 'markdown'] },
    engineFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
    { name: '--verbose', summary: 'why each step is as it is' },
  ],
  examples: [
    {
      command: 'relvar migrate plan db/old.sql db/new.sql --rows orders=50M -o plan/',
      does: 'a plan to review and apply',
    },
    {
      command: 'relvar migrate plan db/old.sql db/new.sql --intents db/intents.yaml',
      does: 'a plan that carries values over: see docs/intents.md',
    },
    {
      command: 'relvar migrate plan old.sql new.sql --engine mariadb --target 10.11 --lab mysql://lab@localhost',
      does: 'MariaDB is asked how it carries out each ALTER TABLE',
    },
    { command: 'relvar migrate plan production db/structure.sql', does: 'from what is there to what the code says' },
  ],
  async run([from = '', to = ''], flags, io) {
    const [{ readConfig }, { planCommand }] = await Promise.all([
      import('../../../config/config.ts'),
      import('../../../app/migrate/plan-command.ts'),
    ]);
    if (flags['zero-downtime'] === true && flags['brief-maintenance'] === true) {
      const { RelvarError } = await import('../../../findings/error.ts');
      throw new RelvarError('bad-mode', '--zero-downtime and --brief-maintenance exclude each other', {
        hint: 'give one of them',
      });
    }
    const folder = textFlag(flags, 'output');
    const { plan, diagnostics, wayOut } = await planCommand({
      from,
      to,
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      mode: flags['brief-maintenance'] === true ? 'brief-maintenance' : 'zero-downtime',
      target: textFlag(flags, 'target'),
      quarantine: textFlag(flags, 'quarantine'),
      rates: listFlag(flags, 'rate'),
      calibrate: textFlag(flags, 'calibrate'),
      renames: listFlag(flags, 'rename'),
      drops: listFlag(flags, 'drop'),
      answers: textFlag(flags, 'answers'),
      intents: textFlag(flags, 'intents'),
      timeZone: textFlag(flags, 'time-zone'),
      owners: flags['owners'] === true,
      lab: textFlag(flags, 'lab'),
      despiteErrors: flags['despite-errors'] === true,
    });
    clearProgress(io);
    for (const one of diagnostics) {
      if (one.severity === 'note') continue;
      const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `;
      io.error(`relvar: ${place}${one.message}${one.hint === undefined ? '' : ` — ${one.hint}`}\n`);
    }
    const { planFiles, planJson } = await import('../../../output/plan/files.ts');
    if (folder !== undefined) {
      const { writeFolder } = await import('../../../app/migrate/write-folder.ts');
      await writeFolder(folder, planFiles(plan), io.signal);
    }
    switch (textFlag(flags, 'format')) {
      case 'json':
        io.out(planJson(plan));
        break;
      case 'markdown':
        io.out((await import('../../../output/plan/markdown.ts')).planMarkdown(plan));
        break;
      default: {
        const [{ planText }, { createColors }] = await Promise.all([
          import('../../../output/plan/text.ts'),
          import('picocolors').then((module) => module.default),
        ]);
        io.out(planText(plan, { colors: createColors(io.colour), verbose: flags['verbose'] === true }));
      }
    }
    if (folder !== undefined) io.error(`relvar: ${count(plan.steps.length, 'step')} written to ${folder}\n`);
    const [reason] = plan.broken ?? [];
    if (reason === undefined) return 0;
    io.error(`relvar: this plan does not work: ${reason.replaceAll(/\s*\n\s*/g, ' ')}\n`);
    if (wayOut !== undefined) io.error(`relvar: ${wayOut.replaceAll(/\s*\n\s*/g, ' ')}\n`);
    return 2;
  },
});
