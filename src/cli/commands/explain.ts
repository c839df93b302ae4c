import { writeWhole } from '../../app/write-whole.ts';
import type { Explanation } from '../../explain/explanation.ts';
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

const formats = ['pretty', 'markdown', 'html', 'json'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  name: 'explain',
  summary: 'why a query is slow, and what helps, by the planner’s own word',
  description:
    'Plans a query as production would, at the sizes that are known or declared, or reads a plan from elsewhere; says ' +
    'node by node why it is slow; tries indexes, rewrites and settings in the lab and prints what helps, with the plan ' +
    'before and after.',
  arguments: [
    {
      name: 'source',
      summary: 'the schema: an SQL file, a folder, a snapshot, a database URL, a name of the configuration',
      required: false,
    },
  ],
  flags: [
    { name: '--query', value: 'file|sql', summary: 'the query: a file, its text, or - for standard input' },
    { name: '--name', value: 'name', summary: 'which query of a file or workload that holds several (-- name: …)' },
    workloadFlag,
    {
      name: '--parameter',
      value: 'name=value',
      summary: 'a value of a parameter; without values average ones are planned for',
      repeat: true,
    },
    { name: '--plan', value: 'file', summary: 'a plan from elsewhere, in any form of EXPLAIN (- for standard input)' },
    {
      name: '--analyze',
      summary: 'run the query on the live database: only SELECT, in a read-only transaction that is rolled back',
    },
    { name: '--timeout', value: 'duration', summary: 'how long it may run with --analyze (default: 1min)' },
    { name: '--goal', value: 'duration', summary: 'how long it may take: 100ms' },
    { name: '--scale', value: 'factors', summary: 'plan it at multiples of the present sizes: 1,10,100' },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares volumes' },
    { name: '--lab', value: 'url', summary: 'try things in a scratch database on this server, made and dropped again' },
    engineFlag,
    { name: '--target', value: 'version', summary: 'the PostgreSQL that statements are for, 13 to 18' },
    {
      name: '--format',
      value: 'format',
      summary: 'the form of the output (default: by the name after -o, else pretty)',
      choices: formats,
    },
    { name: '--output', short: '-o', value: 'file', summary: 'write to a file' },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
    { name: '--verbose', summary: 'everything: all nodes, all that was tried' },
  ],
  examples: [
    {
      command: "relvar explain shop.sql --rows orders=50M --query 'select * from orders where user_id = 42'",
      does: 'as if orders had 50 million rows',
    },
    { command: 'relvar explain prod.snapshot.json --query slow.sql --goal 100ms', does: 'as production plans it' },
    {
      command: 'relvar explain --plan plan.txt --query slow.sql db/structure.sql',
      does: 'a plan that somebody pasted',
    },
    { command: 'relvar explain "$DATABASE_URL" --query slow.sql --analyze', does: 'run and measured' },
  ],
  async run([source], flags, io) {
    const [{ readConfig }, { explainCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/explain-command.ts'),
    ]);
    const file = textFlag(flags, 'output');
    const format = formatOf(flags, file);
    const explanation = await explainCommand({
      source,
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
      query: textFlag(flags, 'query'),
      name: textFlag(flags, 'name'),
      parameters: repeatedFlag(flags, 'parameter'),
      workload: repeatedFlag(flags, 'workload'),
      plan: textFlag(flags, 'plan'),
      analyze: flags['analyze'] === true,
      timeout: textFlag(flags, 'timeout'),
      goal: textFlag(flags, 'goal'),
      scale: textFlag(flags, 'scale'),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      lab: textFlag(flags, 'lab'),
      target: textFlag(flags, 'target'),
    });
    clearProgress(io);
    const text = await rendered(explanation, format, flags['verbose'] === true, io, file === undefined);
    if (file === undefined) io.out(text);
    else {
      await writeWhole(file, text);
      io.error(`relvar: written to ${file}\n`);
    }
    return 0;
  },
});

function formatOf(flags: FlagValues, file: string | undefined): Format {
  const given = textFlag(flags, 'format');
  if (given !== undefined) return given as Format;
  const byEnding: Readonly<Record<string, Format>> = { html: 'html', md: 'markdown', json: 'json' };
  return byEnding[file?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'pretty';
}

async function rendered(
  explanation: Explanation,
  format: Format,
  verbose: boolean,
  io: Io,
  terminal: boolean,
): Promise<string> {
  switch (format) {
    case 'pretty': {
      const [{ explanationText }, { createColors }] = await Promise.all([
        import('../../output/explain/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      return explanationText(explanation, { colors: createColors(io.colour && terminal), verbose });
    }
    case 'markdown':
      return (await import('../../output/explain/markdown.ts')).explanationMarkdown(explanation, { verbose });
    case 'html':
      return (await import('../../output/explain/html.ts')).explanationHtml(explanation);
    case 'json':
      return (await import('../../output/explain/json.ts')).explanationJson(explanation);
  }
}
