import type { ScriptStatement } from '../../../engines/script.ts';

const command = /^\s*\\copy\s/i;

/** The `\copy` commands of a script, each a statement that psql sends to the server with rows of a file of its own. */
export function copyCommands(text: string, file: string): readonly ScriptStatement[] {
  return text.split('\n').flatMap((line, at) => (command.test(line) ? [{ sql: line.trim(), file, line: at + 1 }] : []));
}

/** The COPY that psql makes of its `\copy`; nothing of other statements. */
export function serverCopy(sql: string): string | undefined {
  if (!command.test(sql)) return undefined;
  const place = /\b(from|to)\s+(?:program\s+)?(?:'(?:[^']|'')*'|\S+)/i;
  return sql
    .replace(/^\s*\\copy/i, 'COPY')
    .replace(place, (_, way: string) => (way.toLowerCase() === 'from' ? 'FROM STDIN' : 'TO STDOUT'));
}
