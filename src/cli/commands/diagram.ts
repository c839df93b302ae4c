import { writeWhole } from '../../app/write-whole.ts';
import { RelvarError } from '../../findings/error.ts';
import {
  clearProgress,
  defineCommand,
  engineFlag,
  type FlagValues,
  listFlag,
  progressOn,
  textFlag,
  withEngine,
} from '../command.ts';

const formats = ['svg', 'png', 'mermaid', 'dbml', 'plantuml', 'dot'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  name: 'diagram',
  summary: 'draw a schema as an entity relationship diagram',
  description:
    'Draws the tables with their keys, columns and types, and the references between them with crow’s feet: what is ' +
    'unique and what may be null decides the ends. Tables that hang together stand together. Large schemas show key ' +
    'columns, then names alone; --around shows one table and its neighbours. Partitions are folded into their table.',
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
      summary: 'the form (default: by the name after -o, else svg)',
      choices: formats,
    },
    { name: '--output', short: '-o', value: 'file', summary: 'write to a file' },
    { name: '--around', value: 'table', summary: 'only these tables and what they hang together with', repeat: true },
    { name: '--depth', value: 'number', summary: 'how many references away from --around (default: 1)' },
    { name: '--table', value: 'name', summary: 'only these tables (* stands for any text)', repeat: true },
    {
      name: '--columns',
      value: 'which',
      summary: 'the columns to show (default: all up to 120 tables, those of keys up to 260, else none)',
      choices: ['all', 'keys', 'none'],
    },
    { name: '--names-only', summary: 'no columns: the same as --columns none' },
    { name: '--views', summary: 'views too, with what they read' },
    {
      name: '--theme',
      value: 'theme',
      summary: 'of svg (default: auto, as the reader prefers) and png (default: light)',
      choices: ['auto', 'light', 'dark'],
    },
    { name: '--scale', value: 'factor', summary: 'of png: pixels for a pixel (default: 2, less when large)' },
    {
      name: '--font',
      value: 'file',
      summary: 'of png: a font for scripts that the built-in one lacks (Arabic, Chinese…)',
    },
    engineFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar diagram db/structure.sql -o schema.svg', does: 'the whole schema' },
    {
      command: 'relvar diagram db/migrations --around orders --depth 2 -o orders.png',
      does: 'one table and what is near',
    },
    { command: 'relvar diagram "$DATABASE_URL" --format mermaid -o schema.md', does: 'Markdown that code hosts draw' },
    { command: 'relvar diagram prod.snapshot.json --names-only | less', does: 'names alone, as SVG' },
  ],
  async run([source = ''], flags, io) {
    const file = textFlag(flags, 'output');
    const format = formatOf(flags, file);
    const depth = number(
      flags,
      'depth',
      'a whole number of references',
      (value) => Number.isInteger(value) && value >= 0,
    );
    const scale = number(flags, 'scale', 'a number above 0', (value) => value > 0);
    const columns = flags['names-only'] === true ? 'none' : textFlag(flags, 'columns');
    const theme = textFlag(flags, 'theme') as 'auto' | 'light' | 'dark' | undefined;
    const font = textFlag(flags, 'font');
    const [{ readConfig }, { diagramCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/diagram-command.ts'),
    ]);
    const { content, diagnostics, note } = await diagramCommand({
      source,
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      signal: io.signal,
      progress: progressOn(io),
      format,
      tables: listFlag(flags, 'table'),
      around: listFlag(flags, 'around'),
      depth: depth ?? 1,
      views: flags['views'] === true,
      ...(columns === undefined ? {} : { detail: columns === 'none' ? 'names' : columns === 'keys' ? 'keys' : 'all' }),
      ...(theme === undefined ? {} : { theme }),
      ...(scale === undefined ? {} : { scale }),
      ...(font === undefined ? {} : { font }),
    });
    clearProgress(io);
    for (const one of diagnostics) {
      if (one.severity === 'note') continue;
      const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `;
      io.error(`relvar: ${place}${one.message}${one.hint === undefined ? '' : ` — ${one.hint}`}\n`);
    }
    if (file === undefined) io.out(content);
    else {
      await writeWhole(file, content);
      io.error(`relvar: ${note}, written to ${file}\n`);
    }
    return 0;
  },
});

function formatOf(flags: FlagValues, file: string | undefined): Format {
  const given = textFlag(flags, 'format');
  // Commander has checked the choice.
  if (given !== undefined) return given as Format;
  const byEnding: Readonly<Record<string, Format>> = {
    svg: 'svg',
    png: 'png',
    md: 'mermaid',
    mmd: 'mermaid',
    mermaid: 'mermaid',
    dbml: 'dbml',
    puml: 'plantuml',
    plantuml: 'plantuml',
    dot: 'dot',
    gv: 'dot',
  };
  return byEnding[file?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'svg';
}

function number(flags: FlagValues, name: string, what: string, fits: (value: number) => boolean): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && fits(value)) return value;
  throw new RelvarError(`bad-${name}`, `--${name} ${text}: it must be ${what}`, { hint: `write --${name} 2` });
}
