import type { Connection, Row } from '../connection.ts';
import { text } from './introspect/rows.ts';
import { quoteLiteral } from './quote.ts';

/**
 * What the session is told while it reads. The first ones decide how the engine writes things back: names in full,
 * constants always alike. The others spare it needless planning.
 */
const settings: Readonly<Record<string, string>> = {
  search_path: '',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  jit: 'off',
  enable_mergejoin: 'off',
};

/** For a SELECT list: the values as they are. */
export const sessionColumns = Object.keys(settings)
  .map((name) => `current_setting('${name}') as ${name}`)
  .join(', ');

/**
 * Runs queries in one round trip under the settings above; `session` is a row of {@link sessionColumns}, and as it was
 * the session is afterwards.
 */
export async function queryPlainly(
  connection: Connection,
  session: Row,
  statements: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  const before = Object.fromEntries(Object.keys(settings).map((name) => [name, text(session, name)]));
  const results = await connection.queryAll([setLocally(settings), ...statements, setLocally(before)]);
  return results.slice(1, -1);
}

/** Until the transaction ends, which is the round trip's own when none is open. */
function setLocally(values: Readonly<Record<string, string>>): string {
  const calls = Object.entries(values).map(([name, value]) => `set_config('${name}', ${quoteLiteral(value)}, true)`);
  return `select ${calls.join(', ')}`;
}
