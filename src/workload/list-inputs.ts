import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endingOf, languages } from './input-kind.ts';

/** Folders that hold what others wrote, or what tools made. */
const passedOver = new Set(
  `node_modules vendor dist build target out coverage __pycache__ venv env site-packages bin obj tmp`.split(/\s+/),
);

/** Files of these endings are read in a folder; a file that is named is read whatever its name. */
const read = new Set([...Object.keys(languages), 'sql', 'log', 'csv', 'json']);
/** What servers call their logs, also when they were rotated: `postgresql.log.1`, `postgresql-2024-05-01.csv.gz`. */
const logName =
  /(?:\.log(?:\.\d+)?|(?:^|[-_.])(?:postgres\w*|mysql\w*|slow)[-_.\w]*\.(?:csv|json)(?:\.\d+)?)(?:\.gz)?$/i;

/** The files of an input: itself, or what a folder holds, deep, in the order of their names. Rejects as stat does. */
export async function listInputs(input: string): Promise<readonly string[]> {
  if (input === '-') return [input];
  const found = await stat(input);
  if (!found.isDirectory()) return [input];
  return await filesIn(input);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Intl.Collator('en', { numeric: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => names.compare(a.name, b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !passedOver.has(entry.name)) files.push(...(await filesIn(path)));
    } else if (entry.isFile() && isWanted(entry.name)) files.push(path);
  }
  return files;
}

function isWanted(name: string): boolean {
  const ending = endingOf(name);
  if (ending === 'csv' || ending === 'json') return logName.test(name);
  return (read.has(ending) && !/\.(?:d\.ts|min\.js)$/.test(name)) || logName.test(name);
}
