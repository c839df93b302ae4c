import type { Reader } from './reader.ts';

/** MariaDB's `SET STATEMENT name = value, … FOR …`: takes all up to the statement itself, and gives what is set for it. */
export function takeSettings(reader: Reader): string {
  if (!reader.take('SET', 'STATEMENT')) return '';
  const start = reader.at();
  while (!reader.done() && !reader.sees('FOR')) reader.next();
  const settings = reader.since(start);
  reader.expect('FOR');
  return settings;
}

/** The statement itself. */
export function withoutSettings(sql: string): string {
  return sql.replace(/^\s*SET\s+STATEMENT\s.*?\sFOR\s+/is, '');
}

const history = /\bsystem_versioning_alter_history\s*=\s*'?(\w+)/i;

/** Whether tables with history may be altered after settings; `before` where they do not say. */
export function keepsHistory(settings: string, before: boolean): boolean {
  const [, value] = history.exec(settings) ?? [];
  return value === undefined ? before : /^(?:keep|1)$/i.test(value);
}
