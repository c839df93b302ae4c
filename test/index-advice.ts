import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexReport } from '../src/output/indexes/report.ts';
import type { AdvisorCase } from './advisor-cases/advisor-case.ts';
import { mistakes } from './advisor-cases/match.ts';
import { relvar } from './run-cli.ts';

/** Paths in a folder that lasts as long as the tests of the file that asks for it; with a content it is written there. */
export function filesOfTests(): (name: string, content?: string) => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relvar-indexes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
}

/** What `relvar indexes` advises, as data. */
export async function advised(...argv: readonly string[]): Promise<IndexReport> {
  const { out, error, code } = await relvar(['indexes', ...argv, '--format', 'json']);
  expect(error).toBe('');
  expect(code).toBe(0);
  // The format's own test holds it against its schema.
  return JSON.parse(out) as IndexReport;
}

/** One test for each case of these groups: the right indexes are proposed, or rightly none. */
export function describeCases(groups: Readonly<Record<string, readonly AdvisorCase[]>>): void {
  const file = filesOfTests();
  describe('the right index is proposed, or rightly none', () => {
    for (const [group, cases] of Object.entries(groups)) {
      describe(group, () => {
        for (const given of cases) {
          // A case that is expected to fail says why, and fails when it no longer does.
          (given.fails === undefined ? it : it.fails)(given.title, async () => {
            expect(await caseMistakes(given, file)).toBe('');
          });
        }
      });
    }
  });
}

async function caseMistakes(given: AdvisorCase, file: ReturnType<typeof filesOfTests>): Promise<string> {
  const volumes = given.volumes === undefined ? [] : ['--volumes', file('volumes.yaml', given.volumes)];
  const report = await advised(
    file('schema.sql', given.schema),
    ...['--rows', given.rows, '--workload', file('queries.sql', given.queries), ...volumes, ...(given.flags ?? [])],
  );
  const wrong = mistakes(given, report);
  const costs = report.queries.map((one) => `${one.number}: ${one.error ?? `${one.costBefore} → ${one.costAfter}`}`);
  const diagnostics = report.diagnostics.filter((one) => one.severity !== 'note').map((one) => one.message);
  return wrong.length === 0 ? '' : [...wrong, ...costs, ...diagnostics].join('\n');
}
