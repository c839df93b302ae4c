import { lookups } from '../../src/catalog/lookups.ts';
import type { Connection, EngineError } from '../../src/engines/connection.ts';
import { postgres } from '../../src/engines/postgres/index.ts';
import { openStatementReader } from '../../src/engines/postgres/migration/read.ts';
import { type Effects, noEffects } from '../../src/lab/effects.ts';
import { rehearse } from '../../src/lab/rehearse.ts';
import { rehearseScript } from '../../src/lab/rehearse-script.ts';
import type { SchemaContext } from '../../src/lab/versions/context.ts';
import { onServer, refusedBy } from '../../src/lab/versions/server-version.ts';
import { failsWithRows, withRows } from '../../src/lab/versions/with-rows.ts';

export interface Prediction {
  readonly effects: Effects;
  readonly error?: EngineError;
}

/** A script without the statements that fill tables: what a lab holds. */
export function withoutRows(sql: string): string {
  return sql.replaceAll(/insert into [^;]*(?:;|$)/g, '');
}

/** What is said of statements on the schema `s` of an embedded lab, for a server of each version. */
export async function predictor(lab: Connection) {
  const read = await openStatementReader();
  const schema = async (): Promise<SchemaContext> => ({
    lookups: lookups(await postgres.introspect(lab)),
    resolve: ({ schema = 's', name }) => ({ schema, name }),
  });
  const said = (
    sql: string,
    effects: Effects,
    error: EngineError | undefined,
    major: number,
    context: SchemaContext,
  ): Prediction => {
    const statement = read(sql);
    const failure = error ?? refusedBy(statement, major, context) ?? failsWithRows(statement.actions, context);
    if (failure) return { effects: noEffects, error: failure };
    return { effects: onServer(withRows(effects, statement.actions, context), statement.actions, major, context) };
  };
  return {
    /** Whether a server of the version does not know the statement. */
    refuses: async (sql: string, major: number) => refusedBy(read(sql), major, await schema()) !== undefined,
    /** Runs the statement, and leaves it. */
    async one(sql: string, majors: readonly number[]): Promise<ReadonlyMap<number, Prediction>> {
      const context = await schema();
      const { actions, transactional } = read(sql);
      const [[seen] = []] = await rehearseScript(lab, [
        // The facts were observed in a transaction, wherever the statement may run in one.
        { transaction: transactional, statements: [{ sql, actions, transactional, alternatives: [] }] },
      ]);
      return new Map(majors.map((major) => [major, said(sql, seen ?? noEffects, seen?.error, major, context)]));
    },
    /** Runs each statement by itself, and undoes it. */
    async all(
      statements: readonly string[],
      majors: readonly number[],
    ): Promise<readonly ReadonlyMap<number, Prediction>[]> {
      const context = await schema();
      const seen = await rehearse(
        lab,
        statements.map((sql) => [{ sql, transactional: true }]),
      );
      return statements.map(
        (sql, at) =>
          new Map(
            majors.map((major) => [major, said(sql, seen[at]?.[0] ?? noEffects, seen[at]?.[0]?.error, major, context)]),
          ),
      );
    },
  };
}
