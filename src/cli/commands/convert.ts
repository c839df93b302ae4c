import { RelvarError } from '../../findings/error.ts';
import { clearProgress, defineCommand, progressOn, textFlag } from '../command.ts';

export const command = defineCommand({
  name: 'convert',
  summary: 'write the schema of a source for another engine, load it there, and tell what could not be carried over',
  description:
    'Types, keys, checks, defaults, indexes, foreign keys and views in the form of the other engine. The result is loaded ' +
    'into its embedded engine; what that refuses is left out and told, like all that the engine has not: the list stands ' +
    'at the head of the script. MySQL and MariaDB are not embedded: their script is read back, and holds only expressions that are known ' +
    'to be understood, and no views. Triggers and routines are in languages of their own and are told, not translated; between MySQL and MariaDB, which share ' +
    'them, they are carried over, and so are views. No rows. ' +
    'Statements of the source that could not be read are told, listed, and end the command with 2: what they make is missing.',
  arguments: [
    { name: 'source', summary: 'a file, a folder, a snapshot, a URL or a name of the configuration', required: true },
  ],
  flags: [
    { name: '--to', value: 'engine', summary: 'sqlite, postgres, mysql or mariadb' },
    { name: '--target', value: 'version', summary: 'the version of that engine (default: the newest that is known)' },
    { name: '--output', short: '-o', value: 'file', summary: 'the file to write (default: standard output)' },
    { name: '--format', value: 'format', summary: 'sql or json (default: sql)', choices: ['sql', 'json'] },
    { name: '--engine', value: 'engine', summary: 'whose SQL the source is (default: told from its text)' },
    { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
  ],
  examples: [
    {
      command: 'relvar convert db/schema.sql --to sqlite -o schema.sqlite.sql',
      does: 'for tests or a desktop program',
    },
    { command: 'relvar convert app.db --to postgres', does: 'when a file has become too small' },
  ],
  async run([source = ''], flags, io) {
    const to = textFlag(flags, 'to');
    if (to === undefined) {
      throw new RelvarError('no-engine-given', 'for which engine? Give it after --to', {
        hint: 'sqlite, postgres, mysql or mariadb',
      });
    }
    const [{ readConfig }, { convertCommand }, { convertedSql, lossLines }, { engineNamed }] = await Promise.all([
      import('../../config/config.ts'),
      import('../../app/convert-command.ts'),
      import('../../output/convert.ts'),
      import('../../engines/engines.ts'),
    ]);
    const engine = textFlag(flags, 'engine');
    const config = await readConfig('.', textFlag(flags, 'config'));
    const target = textFlag(flags, 'target');
    const { conversion, diagnostics, isWhole } = await convertCommand({
      source,
      to,
      ...(target === undefined ? {} : { target }),
      config: engine === undefined ? config : { ...config, engine },
      environment: io.environment,
      input: io.input,
      signal: io.signal,
      progress: progressOn(io),
    });
    clearProgress(io);
    for (const { file = source, line, message, hint } of diagnostics) {
      const place = `${file}${line === undefined ? '' : `:${line}`}`;
      io.error(`relvar: ${place}: ${message}${hint === undefined ? '' : ` — ${hint}`}\n`);
    }
    const text =
      flags['format'] === 'json'
        ? `${JSON.stringify(conversion, undefined, 2)}\n`
        : convertedSql(conversion, engineNamed(to).inScripts?.ended);
    const file = textFlag(flags, 'output');
    if (file === undefined) io.out(text);
    else await (await import('../../app/write-whole.ts')).writeWhole(file, text);
    const { tables, views, indexes, foreignKeys } = conversion.made;
    const how = conversion.runs ? `loaded into ${conversion.lab}` : `read back by ${conversion.lab}`;
    io.error(
      `relvar: ${how}: ${tables} tables, ${indexes} indexes, ${foreignKeys} foreign keys, ${views} views; ${lossLines(conversion.losses).length} kinds of things not carried over, or otherwise\n`,
    );
    return isWhole ? 0 : 2;
  },
});
