import { openParser } from './parser.ts';

/** Equal for queries that differ in constants only, as libpg_query tells; nothing for what does not parse. */
export async function fingerprint(sql: string): Promise<string | undefined> {
  const parser = await openParser();
  return 'fault' in parser.parse(sql) ? undefined : parser.fingerprint(sql);
}
