import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { designCommand } from '../src/app/design-command.ts';

interface Request {
  readonly domain: string;
  readonly text: string;
  /** What is known to be wrong with it, and the issue: the test tells when it is mended. */
  readonly open?: string;
}

const file = new URL('design-requests/domains.json', import.meta.url);
const requests: readonly Request[] = JSON.parse(readFileSync(file, 'utf8'));

/** What a user of each domain might write, with numbers and queries. */
describe('a request of each domain', () => {
  it.each(requests)('$domain is proven, each query that it states through an index', async ({ text, open }) => {
    const { report, proven } = await designCommand({
      description: text,
      with: [],
      tell: () => {},
      input: (async function* (): AsyncGenerator<Uint8Array> {})(),
      force: false,
      now: new Date('2026-11-01'),
      clock: () => performance.now(),
      signal: new AbortController().signal,
      progress: () => {},
    });
    const { wrong, queries } = report.proof;
    const said = queries.filter((one) => one.said && !one.summary);
    expect({ wrong, proven, asked: said.length > 0 }).toEqual({ wrong: [], proven: true, asked: true });
    expect(said.some((one) => !one.served)).toBe(open !== undefined);
  });
});
