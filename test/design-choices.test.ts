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

describe('a tenant', () => {
  it('is of none of those who serve many, nor of what belongs to them alone', async () => {
    const { schema } = await designed(
      'Fitters work for lift firms, which serve many tenants. Each tenant has towers. A tower has a height. A fitter has a name.',
    );
    const columns = (table: string) =>
      new RegExp(`CREATE TABLE ${table} \\(([\\s\\S]*?)\\n\\);`).exec(schema)?.[1] ?? '';
    expect(columns('lift_firm_tenants')).toContain('PRIMARY KEY (lift_firm_id, tenant_id)');
    expect(columns('towers')).toContain('tenant_id');
    expect(columns('lift_firms')).toMatch(/name(?![\s\S]*tenant_id)/);
    expect(columns('fitters')).toMatch(/lift_firm_id(?![\s\S]*tenant_id)/);
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

describe('kinds of a thing', () => {
  const vehicles = 'Vehicles are cars, trucks or motorcycles. Each vehicle has a plate and a purchase date.';
  const few = `${vehicles} A car has a number of doors. A truck has a payload in kg. Customers rent vehicles.`;

  it('with little of their own share a table, which refuses what another kind has', async () => {
    const { schema, told } = await designed(few);
    expect(schema).not.toMatch(/CREATE TABLE (?:cars|trucks)/);
    expect(schema).toContain("CHECK (type NOT IN ('car') OR number_of_doors IS NOT NULL)");
    expect(schema).toContain("CHECK (type = 'car' OR number_of_doors IS NULL)");
    expect(told).toContain('are rows of one table, told apart by their type');
  }, 120_000);

  it('with much of their own, or that others refer to, are tables by the same key, of one kind each', async () => {
    const { schema, told } = await designed(
      `${few} Drivers are trained on trucks. Trucks have inspections with a date.`,
    );
    expect(schema).toMatch(/CREATE TABLE trucks \(\n {2}vehicle_id bigint NOT NULL/);
    expect(schema).toContain('FOREIGN KEY (vehicle_id, type) REFERENCES vehicles (id, type) ON DELETE CASCADE');
    expect(schema).toContain("CONSTRAINT trucks_type_check CHECK (type IN ('truck'))");
    expect(schema).toMatch(/FOREIGN KEY \(truck_id\) REFERENCES trucks \(vehicle_id\)/);
    expect(told).toContain('a reference can say so');
  }, 120_000);

  it('are kept as it is wished, and are the same when the brief is read again', async () => {
    const { schema } = await designed(`${few} Use a table for each type.`);
    expect(schema).toContain('CREATE TABLE cars');
    const folder = await mkdtemp(join(tmpdir(), 'relvar-kinds-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await relvar(['design', `${few} Use a table for each type.`, '-o', join(folder, 'a')]);
    await relvar(['design', '--brief', join(folder, 'a', 'brief.yaml'), '-o', join(folder, 'b')]);
    const tables = async (name: string) =>
      ((await readFile(join(folder, name, 'schema.sql'), 'utf8')).match(/^(?:CREATE TABLE| {2}).*$/gm) ?? []).join(
        '\n',
      );
    expect(await tables('b')).toBe(await tables('a'));
  }, 120_000);
});

it('keeps the dates of sample rows in order where one of them is the present day by default', async () => {
  const { schema } = await designed('a law firm');
  expect(schema).toMatch(/issued_on date NOT NULL DEFAULT CURRENT_DATE/);
}, 120_000);
