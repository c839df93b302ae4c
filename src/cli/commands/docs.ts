import { RelvarError } from '../../findings/error.ts';
import { clearProgress, defineCommand, engineFlag, listFlag, progressOn, textFlag, withEngine } from '../command.ts';

export const command = defineCommand({
  name: 'docs',
  summary: 'write a data dictionary of a schema: a site of plain files, or Markdown',
  description:
    'Writes a page for each table and view: columns, keys, checks, indexes and what each serves, references both ways, ' +
    'policies, triggers, sizes and how they are known, personal data, the queries that use it, and what review finds; ' +
    'with an index, the diagram, and a search that works from the disk. A folder of its own is kept up to date: only ' +
    'files that were made before are removed. With --check nothing is written: it fails when a page is out of date.',
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
      summary: 'the form (default: that of the folder, else html)',
      choices: ['html', 'markdown'],
    },
    { name: '--output', short: '-o', value: 'folder', summary: 'the folder to write' },
    { name: '--check', summary: 'write nothing; exit with 1 and name the pages when the folder is out of date' },
    {
      name: '--force',
      summary: 'write into a folder that holds other files; those stay unless they have the same name',
    },
    { name: '--title', value: 'text', summary: 'the heading (default: the name of the source)' },
    {
      name: '--workload',
      value: 'input',
      summary: 'queries: files, logs, exports, code (default: those that come with the source)',
      repeat: true,
    },
    { name: '--rows', value: 'table=rows', summary: 'how many rows tables have: orders=50M,users=2M', repeat: true },
    { name: '--volumes', value: 'file', summary: 'a YAML file that declares rows, growth and writes of tables' },
    { name: '--without-findings', summary: 'leave out what review finds' },
    engineFlag,
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    { command: 'relvar docs db/structure.sql -o site', does: 'a site; open site/index.html' },
    { command: 'relvar docs db/migrations --format markdown -o docs/schema', does: 'pages for the repository' },
    { command: 'relvar docs db/migrations -o docs/schema --check', does: 'in CI: are they up to date?' },
  ],
  async run([source = ''], flags, io) {
    const folder = textFlag(flags, 'output');
    if (folder === undefined)
      throw new RelvarError('no-folder', 'docs needs a folder to write', { hint: 'give -o site' });
    const [{ readConfig }, { docsCommand }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/docs-command.ts'),
    ]);
    const format = textFlag(flags, 'format');
    const title = textFlag(flags, 'title');
    const check = flags['check'] === true;
    const { files, difference, diagnostics } = await docsCommand({
      source,
      config: withEngine(await readConfig('.', textFlag(flags, 'config')), flags),
      environment: io.environment,
      input: io.input,
      now: io.now,
      signal: io.signal,
      progress: progressOn(io),
      ...(format === undefined ? {} : { format: format === 'html' ? 'html' : 'markdown' }),
      folder,
      ...(title === undefined ? {} : { title }),
      workload: listFlag(flags, 'workload'),
      rows: listFlag(flags, 'rows'),
      volumes: textFlag(flags, 'volumes'),
      findings: flags['without-findings'] !== true,
      check,
      force: flags['force'] === true,
    });
    clearProgress(io);
    for (const one of diagnostics) {
      if (one.severity === 'note') continue;
      const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `;
      io.error(`relvar: ${place}${one.message}${one.hint === undefined ? '' : ` — ${one.hint}`}\n`);
    }
    const { missing, changed, obsolete } = difference;
    const count = missing.length + changed.length + obsolete.length;
    if (!check) {
      io.error(
        `relvar: ${files.length} files in ${folder}: ${missing.length} new, ${changed.length} changed, ${obsolete.length} removed\n`,
      );
      return 0;
    }
    const lines = [
      ...missing.map((path) => `missing   ${path}`),
      ...changed.map((path) => `changed   ${path}`),
      ...obsolete.map((path) => `obsolete  ${path}`),
    ];
    if (count === 0) io.error(`relvar: ${folder} is up to date\n`);
    else {
      io.out(`${lines.join('\n')}\n`);
      io.error(
        `relvar: ${folder} is out of date: ${count} of ${files.length} files — run relvar docs without --check\n`,
      );
    }
    return count === 0 ? 0 : 1;
  },
});
