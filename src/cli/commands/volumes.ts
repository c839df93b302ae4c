import { writeWhole } from '../../app/write-whole.ts';
import { clearProgress, defineCommand, type FlagValues, type Io, listFlag, progressOn, textFlag } from '../command.ts';

const formats = ['pretty', 'json', 'yaml'] as const;

export const command = defineCommand({
  name: 'volumes',
  summary: 'show how large every table is, or is presumed to be, and why',
  description:
    'Reads a schema and tells the rows, the width of a row and the sizes of every table and its indexes, and how that ' +
    'is known: observed on the server, declared by hand, or derived from the schema and by which rule. With --format ' +
    'yaml it writes a volumes file that can be edited and given back with --volumes.',
  arguments: [
    {
      name: 'source',
      summary: 'an SQL file, a folder, a database URL, a snapshot, a name of the configuration, or -',
      required: true,
    },
  ],
  flags: [
    {
      name: '--format',
      value: 'format',
      summary: 'the form (default: by the name after -o, else pretty)',
      choices: formats,
    },
    { name: '--output', short: '-o', value: 'file', summary: 'write to a file' },
    { name: '--table', value: 'name', summary: 'tell only of these tables (* stands for any text)', repeat: true },
    { name: '--columns', summary: 'tell of each column: distinct values, nulls, width, and how they are known' },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares rows, growth, writes, columns, settings' },
    { name: '--scale', value: 'factor', summary: 'at so many times the present size: 10' },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar volumes db/structure.sql --rows orders=50M', does: 'what follows from one number' },
    { command: 'relvar volumes db/structure.sql --table orders --columns', does: 'what is presumed of its columns' },
    { command: 'relvar volumes db/structure.sql --format yaml -o volumes.yaml', does: 'a file to be corrected' },
    { command: 'relvar volumes prod.snapshot.json --scale 10', does: 'production at ten times its size' },
  ],
  async run([source = ''], flags, io) {
    const [{ readConfig }, { volumesCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/volumes-command.ts'),
    ]);
    const file = textFlag(flags, 'output');
    const { report, diagnostics } = await volumesCommand({
      source,
      config: await readConfig('.', textFlag(flags, 'config')),
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
      tables: listFlag(flags, 'table'),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      scale: textFlag(flags, 'scale'),
    });
    clearProgress(io);
    for (const one of diagnostics) {
      if (one.severity === 'note') continue;
      const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `;
      io.error(`relvar: ${place}${one.message}${one.hint === undefined ? '' : ` — ${one.hint}`}\n`);
    }
    const text = await rendered(report, flags, io, file);
    if (file === undefined) io.out(text);
    else {
      await writeWhole(file, text);
      io.error(`relvar: volumes of ${report.tables.length} tables written to ${file}\n`);
    }
    return 0;
  },
});

async function rendered(
  report: import('../../output/volumes/report.ts').VolumesReport,
  flags: FlagValues,
  io: Io,
  file: string | undefined,
): Promise<string> {
  const columns = flags['columns'] === true;
  switch (textFlag(flags, 'format') ?? byEnding(file)) {
    case 'json':
      return (await import('../../output/volumes/json.ts')).volumesJson(report, { columns });
    case 'yaml':
      return (await import('../../output/volumes/yaml.ts')).volumesYaml(report, { columns });
    default: {
      const [{ volumesText }, { createColors }] = await Promise.all([
        import('../../output/volumes/text.ts'),
        import('picocolors').then((module) => module.default),
      ]);
      const partitions = flags['table'] !== undefined;
      return volumesText(report, { colors: createColors(io.colour && file === undefined), columns, partitions });
    }
  }
}

function byEnding(file: string | undefined): string {
  if (file === undefined) return 'pretty';
  return /\.json$/i.test(file) ? 'json' : /\.ya?ml$/i.test(file) ? 'yaml' : 'pretty';
}
