import { clearProgress, defineCommand, listFlag, progressOn, textFlag } from '../command.ts';

const formats = ['pretty', 'markdown', 'json'] as const;

export const command = defineCommand({
  name: 'design',
  summary: 'design a schema from a description, and prove that it serves its queries',
  description:
    'Reads what is wished, in plain sentences, lists, user stories or a data model (docs/design.md), and makes tables of ' +
    'it: keys, references with their delete rules, checks, indexes for the queries that are asked for. The schema is ' +
    'loaded, filled with sample rows, asked to refuse bad ones, reviewed, and every query is planned at its size and at ' +
    'ten times it. Works offline, and gives the same every time. On a terminal, without a description, it asks.',
  arguments: [
    {
      name: 'description',
      summary: 'what is wished, in quotes; a file that holds it; or - for standard input',
      required: false,
    },
  ],
  flags: [
    {
      name: '--output',
      short: '-o',
      value: 'folder',
      summary: 'write schema.sql, queries.sql, volumes.yaml, brief.yaml, DESIGN.md and schema.svg',
    },
    {
      name: '--code',
      value: 'tools',
      summary: 'write the queries as code, too: prisma (TypedSQL), drizzle, kysely, sqlalchemy',
      repeat: true,
    },
    { name: '--force', summary: 'write into a folder that holds files; those that differ are kept beside' },
    { name: '--brief', value: 'file', summary: 'begin with a brief instead (docs/brief.md)' },
    { name: '--pattern', value: 'name', summary: 'begin with a pattern instead (relvar patterns lists them)' },
    {
      name: '--with',
      value: 'wishes',
      summary: 'what else is wished: audit, soft-delete, tenancy, currencies, languages, privacy',
      repeat: true,
    },
    { name: '--why', value: 'table', summary: 'tell why a table is as it is, with the words that caused it' },
    {
      name: '--engine',
      value: 'name',
      summary: 'the database that it is for: postgres (default), sqlite, mysql, mariadb',
    },
    { name: '--target', value: 'version', summary: 'the version that the schema is for (default: the newest)' },
    { name: '--lab', value: 'url', summary: 'prove a schema for MySQL or MariaDB on a server: mysql://…' },
    { name: '--format', value: 'format', summary: 'the form of the report (default: pretty)', choices: formats },
    { name: '--verbose', short: '-v', summary: 'every query, every question, how many rows and why' },
  ],
  examples: [
    {
      command: 'relvar design "users with several addresses, orders with items; 10K orders a day" -o shop/',
      does: 'a schema in a folder that every command reads',
    },
    {
      command: 'relvar design requirements.md -o app/ --code kysely',
      does: 'with the queries as functions of TypeScript',
    },
    { command: 'relvar design requirements.md --why orders', does: 'why a table is as it is' },
    {
      command: 'relvar design requirements.md --engine mariadb --lab mysql://root@localhost -o app/',
      does: 'for another database, proven there',
    },
    { command: 'relvar design', does: 'asks what it needs to know' },
    { command: 'relvar design --brief brief.yaml -o app/', does: 'from a brief' },
    { command: 'relvar design --pattern saas-multi-tenant --with audit,soft-delete -o saas/', does: 'from a pattern' },
  ],
  async run([description], flags, io) {
    const { designCommand } = await import('../../app/design-command.ts');
    const names = ['output', 'pattern', 'brief', 'why', 'target', 'engine', 'lab'];
    const [output, pattern, brief, why, target, engine, lab] = names.map((name) => textFlag(flags, name));
    const { report, entity, proven, notes, written } = await designCommand({
      ...(description === undefined ? {} : { description }),
      ...(output === undefined ? {} : { output }),
      ...(pattern === undefined ? {} : { pattern }),
      ...(brief === undefined ? {} : { brief }),
      ...(io.ask ? { ask: io.ask } : {}),
      tell: io.error,
      ...(why === undefined ? {} : { why }),
      ...(target === undefined ? {} : { target }),
      ...(engine === undefined ? {} : { engine }),
      ...(lab === undefined ? {} : { lab }),
      with: listFlag(flags, 'with'),
      code: listFlag(flags, 'code'),
      force: flags['force'] === true,
      input: io.input,
      now: io.now,
      clock: () => performance.now(),
      signal: io.signal,
      progress: progressOn(io),
    });
    clearProgress(io);
    for (const note of notes) io.error(`relvar: ${note}\n`);
    const verbose = flags['verbose'] === true;
    if (entity !== undefined) {
      const [{ whyText }, { createColors }] = await Promise.all([import('../../output/design/why.ts'), colours()]);
      io.out(whyText(report, entity, { colors: createColors(io.colour) }));
      return 0;
    }
    switch (textFlag(flags, 'format')) {
      case 'json':
        io.out((await import('../../output/design/json.ts')).designJson(report));
        break;
      case 'markdown':
        io.out((await import('../../output/design/markdown.ts')).designMarkdown(report));
        break;
      default: {
        const [{ designText }, { createColors }] = await Promise.all([
          import('../../output/design/text.ts'),
          colours(),
        ]);
        io.out(
          designText(report, {
            colors: createColors(io.colour),
            verbose,
            ...(written === undefined ? {} : { written }),
          }),
        );
      }
    }
    return proven ? 0 : 1;
  },
});

function colours(): Promise<typeof import('picocolors')> {
  return import('picocolors').then((module) => module.default);
}
