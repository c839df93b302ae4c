import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { relvar } from './run-cli.ts';

async function designed(
  words: string,
): Promise<{ readonly schema: string; readonly told: string; readonly out: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-choices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { code, out, error } = await relvar(['design', words, '-o', join(folder, 'd')]);
  expect([code, out + error]).toEqual([0, expect.not.stringContaining('✗')]);
  return {
    schema: await readFile(join(folder, 'd', 'schema.sql'), 'utf8'),
    told: await readFile(join(folder, 'd', 'DESIGN.md'), 'utf8'),
    out,
  };
}

const tickets = 'Tickets have a title and a status: open, waiting or closed. Users have an email..';

describe('a closed list', () => {
  it('is a check by itself, an enum or a table by the words', async () => {
    expect((await designed(tickets)).schema).toContain("CHECK (status IN ('open', 'waiting', 'closed'))");
    const { schema, told } = await designed(`${tickets} Use enums for the status.`);
    expect(schema).toContain("CREATE TYPE ticket_status AS ENUM ('open', 'waiting', 'closed');");
    expect(schema).toMatch(/status ticket_status NOT NULL/);
    expect(told).toContain('is an enum type');
  }, 120_000);

  it('that people change is a table, and the database begins with its rows', async () => {
    const { schema, told } = await designed(`${tickets} Ticket statuses are configurable by admins.`);
    expect(schema).toMatch(/CREATE TABLE ticket_statuses \([\s\S]*PRIMARY KEY \(code\)/);
    expect(schema).toContain("VALUES ('waiting', 'Waiting', 2)");
    expect(schema).toMatch(/FOREIGN KEY \(status\) REFERENCES ticket_statuses \(code\) ON DELETE RESTRICT/);
    expect(schema).not.toContain('tickets_status_check');
    expect(told).toContain('a new value is a row, and no migration');
    expect(told).toMatch(/\| all tables \|.*size at 10|size at 10×[\s\S]*\| all tables \|/);
    const { code, out } = await relvar([
      'design',
      `${tickets} Ticket statuses are configurable by admins.`,
      '--why',
      'ticket_statuses',
    ]);
    expect([code, out]).toEqual([0, expect.stringContaining('a row for each value')]);
  }, 120_000);
});

describe('keys', () => {
  it('are UUIDs where ids are seen outside, in references and policies too', async () => {
    const { schema, told } = await designed(
      `${tickets} Ids are shown in URLs. Multi-tenant: each company is isolated. Audit log.`,
    );
    expect(schema).toMatch(/CREATE TABLE tickets \(\n {2}id uuid NOT NULL DEFAULT uuidv7\(\)/);
    expect(schema).toMatch(/assignee_id uuid/);
    expect(schema).not.toContain('::bigint');
    expect(told).toContain('Keys are UUIDs');
  }, 120_000);
});

describe('a history', () => {
  it.each([
    [
      'by the library',
      'An online shop: products with variants, orders with items. Keep price history.',
      'price_history',
    ],
    ['made for it', 'Plans have a name and a price. Keep price history.', 'plan_price_history'],
  ])(
    'is written by a trigger, %s',
    async (_, words, table) => {
      const { schema, out } = await designed(words);
      expect(schema).toContain(`INSERT INTO public.${schema.includes(`CREATE TABLE ${table} `) ? table : ''}`);
      expect(out).toContain('1 kept value (histories, sums) is right after a change of rows');
    },
    120_000,
  );
});
