import { writeWhole } from '../../app/write-whole.ts';
import { clearProgress, defineCommand, progressOn, repeatedFlag, textFlag, workloadFlag } from '../command.ts';

export const command = defineCommand({
  name: 'snapshot',
  summary: 'take home what a live database knows of itself: schema, statistics, settings, queries; no rows',
  description:
    'Reads a live database (read-only, with a statement timeout, and without reading a table) and writes one JSON ' +
    'file that every other command takes as a source: the schema, what the planner knows of the data, sizes, ' +
    'activity, settings, and the queries of pg_stat_statements where it is installed. Common values and histograms ' +
    'are data: --no-values leaves them out. Passwords are never part of it. Given a snapshot, it writes it anew, for ' +
    'example with --no-values.',
  arguments: [
    { name: 'source', summary: 'a database URL, a name of the configuration, or a snapshot', required: true },
  ],
  flags: [
    { name: '--output', short: '-o', value: 'file', summary: 'the file to write (default: standard output)' },
    { name: '--no-values', summary: 'leave out common values, histograms and constants in queries' },
    {
      name: '--ends',
      summary: 'also read the least and greatest value of B-tree indexes in use: two probes each, which they count',
    },
    workloadFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar snapshot postgres://readonly@db.example.com/app -o prod.snapshot.json', does: 'take it' },
    { command: 'relvar snapshot production --no-values -o prod.snapshot.json', does: 'without any value of a row' },
    {
      command: 'relvar snapshot production --workload /var/log/postgresql/ -o prod.snapshot.json',
      does: 'with the queries of its logs instead of its counters',
    },
    { command: 'relvar review prod.snapshot.json', does: 'use it, far from production' },
    {
      command: 'relvar snapshot prod.snapshot.json --no-values -o shared.snapshot.json',
      does: 'make it fit to be shared',
    },
  ],
  async run([source = ''], flags, io) {
    const [{ readConfig }, { snapshotCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/snapshot-command.ts'),
    ]);
    const file = textFlag(flags, 'output');
    const { text, notes } = await snapshotCommand({
      source,
      config: await readConfig('.', textFlag(flags, 'config')),
      environment: io.environment,
      input: io.input,
      values: flags['no-values'] !== true,
      ends: flags['ends'] === true,
      workload: repeatedFlag(flags, 'workload'),
      signal: io.signal,
      progress: progressOn(io),
    });
    if (file === undefined) io.out(text);
    else await writeWhole(file, text, io.signal);
    clearProgress(io);
    const [contents = '', ...rest] = notes;
    const size = `${(Buffer.byteLength(text) / 1_000_000).toFixed(1)} MB`;
    io.error(`relvar: snapshot ${file === undefined ? '' : `written to ${file}, `}${size}: ${contents}\n`);
    for (const note of rest) io.error(`relvar: ${note}\n`);
    return 0;
  },
});
