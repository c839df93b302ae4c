import { clearProgress, defineCommand, progressOn, textFlag } from '../command.ts';

export const command = defineCommand({
  name: 'refine',
  summary: 'apply words to a design, and write the migration that they mean',
  description:
    'Takes the folder of a design and words: what they add is added, what they say of a thing that is there changes it, ' +
    '"remove carts" takes away, and all else stays. The folder is written anew; changes made by hand to schema.sql since ' +
    'are kept. What lies between the schema of before and the new one goes to migration.sql, as relvar diff writes it.',
  arguments: [
    { name: 'folder', summary: 'the folder of a design: it holds brief.yaml and schema.sql', required: true },
    { name: 'words', summary: 'what is to change, in quotes', required: true },
  ],
  flags: [
    { name: '--target', value: 'version', summary: 'the version that the schema is for (default: the newest)' },
    { name: '--lab', value: 'url', summary: 'prove a schema for MySQL or MariaDB on a server: mysql://…' },
    { name: '--dry-run', summary: 'tell what would change, and write nothing' },
  ],
  examples: [
    {
      command: 'relvar refine shop/ "orders can be split into shipments; keep price history"',
      does: 'adds to a design',
    },
    { command: 'relvar refine shop/ "remove carts" --dry-run', does: 'what would change' },
  ],
  async run([folder = '', words = ''], flags, io) {
    const { refineCommand } = await import('../../app/refine-command.ts');
    const [target, lab] = ['target', 'lab'].map((name) => textFlag(flags, name));
    const { text, proven } = await refineCommand({
      folder,
      words,
      dryRun: flags['dry-run'] === true,
      ...(target === undefined ? {} : { target }),
      ...(lab === undefined ? {} : { lab }),
      now: io.now,
      clock: () => performance.now(),
      signal: io.signal,
      progress: progressOn(io),
    });
    clearProgress(io);
    io.out(text);
    return proven ? 0 : 1;
  },
});
