import type { Blueprint } from '../../../../catalog/blueprint.ts';
import type { CodeTool, WrittenQuery } from '../../../blueprints.ts';
import { callsOf } from './call.ts';
import { drizzle } from './drizzle.ts';
import { kysely } from './kysely.ts';
import { prisma } from './prisma.ts';
import { sqlalchemy } from './sqlalchemy.ts';

/** The queries in the code of a tool: files by their paths in the folder of the design. */
export function queryCode(
  tool: CodeTool,
  queries: readonly WrittenQuery[],
  blueprint: Blueprint,
): ReadonlyMap<string, string> {
  const calls = callsOf(queries, blueprint);
  switch (tool) {
    case 'kysely':
      return new Map([['queries.kysely.ts', kysely(calls, blueprint)]]);
    case 'drizzle':
      return new Map([['queries.drizzle.ts', drizzle(calls, blueprint)]]);
    case 'sqlalchemy':
      return new Map([['queries_sqlalchemy.py', sqlalchemy(calls, blueprint)]]);
    case 'prisma':
      return prisma(calls);
  }
}
