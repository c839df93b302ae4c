import type { Catalog } from '../../catalog/catalog.ts';
import type { Connection } from '../../engines/connection.ts';
import { candidates } from '../../engines/postgres/rewrites/index.ts';
import { type Agreement, type AgreeOptions, agreements } from './agree.ts';

/** A query in another form that passed its test. */
export interface OfferedRewrite {
  /** The rewrite's id. */
  readonly id: string;
  readonly title: string;
  readonly sql: string;
  /** How it was tested, in a sentence. */
  readonly tested: string;
}

/** A form that did not pass, and why. */
export interface WithheldRewrite {
  readonly id: string;
  readonly sql: string;
  readonly reason: string;
}

/** The other forms of a query that were run beside it on made rows and agreed; see {@link testRewrites}. */
export async function offeredRewrites(
  connection: Connection,
  catalog: Catalog,
  sql: string,
  options: AgreeOptions = {},
): Promise<readonly OfferedRewrite[]> {
  return (await testRewrites(connection, catalog, sql, options)).offered;
}

/** Makes every other form of a query that a rewrite knows and tests it: what cannot be tested is not offered. */
export async function testRewrites(
  connection: Connection,
  catalog: Catalog,
  sql: string,
  options: AgreeOptions = {},
): Promise<{ readonly offered: readonly OfferedRewrite[]; readonly withheld: readonly WithheldRewrite[] }> {
  const forms = await candidates(sql, catalog, options.defaultSchema ?? 'public');
  if (forms.length === 0) return { offered: [], withheld: [] };
  const found = await agreements(
    connection,
    catalog,
    sql,
    forms.map((form) => form.sql),
    options,
  );
  const offered: OfferedRewrite[] = [];
  const withheld: WithheldRewrite[] = [];
  for (const [at, { rewrite, sql: text }] of forms.entries()) {
    const agreement = found[at];
    if (agreement && 'agree' in agreement && agreement.agree) {
      offered.push({ id: rewrite.id, title: rewrite.title, sql: text, tested: told(agreement) });
    } else withheld.push({ id: rewrite.id, sql: text, reason: reasonOf(agreement) });
  }
  return { offered, withheld };
}

function told({ runs, databases, rows }: Extract<Agreement, { readonly agree: true }>): string {
  const times = runs === databases ? '' : `, ${runs} times with different parameters,`;
  return `both forms were run on ${databases} made databases${times} and gave the same ${rows} rows`;
}

function reasonOf(agreement: Agreement | undefined): string {
  if (!agreement) return 'it was not run';
  if ('untestable' in agreement) return agreement.untestable;
  return agreement.agree ? '' : agreement.counterexample.difference;
}
