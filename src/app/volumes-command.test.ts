import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { volumesJson } from '../output/volumes/json.ts';
import type { VolumesReport } from '../output/volumes/report.ts';
import { volumesText } from '../output/volumes/text.ts';
import { volumesYaml } from '../output/volumes/yaml.ts';
import { displayWidth } from '../output/width.ts';
import { type VolumesRequest, volumesCommand } from './volumes-command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-volumes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shop = new URL('../../examples/shop/schema.sql', import.meta.url).pathname;

function request(more: Partial<VolumesRequest> = {}): VolumesRequest {
  return {
    source: shop,
    config: {},
    environment: {},
    input: (async function* () {})(),
    now: new Date('2026-06-01T00:00:00Z'),
    signal: new AbortController().signal,
    progress: () => {},
    tables: [],
    rows: [],
    volumes: undefined,
    scale: undefined,
    ...more,
  };
}

async function report(more: Partial<VolumesRequest> = {}): Promise<VolumesReport> {
  return (await volumesCommand(request(more))).report;
}

test('text is 80 columns wide at the most, whatever is asked for', async () => {
  const all = await report({ rows: ['orders=50M'] });
  for (const columns of [false, true]) {
    const text = volumesText(all, { columns, partitions: true });
    const wide = text.split('\n').filter((line) => displayWidth(line) > 80);
    expect(wide).toEqual([]);
    expect(text).toContain('3 per order: order_items references orders');
  }
});

test('the file that it writes gives the same when it is given back', async () => {
  const first = await report({ rows: ['orders=50M'] });
  for (const columns of [false, true]) {
    const file = join(folder, 'volumes.yaml');
    writeFileSync(file, volumesYaml(first, { columns }));
    const { report: second, diagnostics } = await volumesCommand(request({ volumes: file }));
    expect(diagnostics.filter((one) => one.code.startsWith('volumes-'))).toEqual([]);
    const sizes = (one: VolumesReport) => one.tables.map(({ name, rows, totalBytes }) => ({ name, rows, totalBytes }));
    if (!columns) expect(sizes(second)).toEqual(sizes(first));
    for (const table of second.tables) {
      const before = first.tables.find((one) => one.name === table.name);
      expect(table.rows).toBe(before?.rows);
      expect(table.origin).toBe('declared');
      expect(Math.abs(table.totalBytes / (before?.totalBytes ?? 1) - 1), table.name).toBeLessThan(0.02);
      for (const [at, column] of table.columns.entries()) {
        expect(column.distinct / (before?.columns[at]?.distinct ?? 1), column.name).toBeCloseTo(1, 3);
        expect(column.greatest, `${table.name}.${column.name}`).toBe(before?.columns[at]?.greatest);
      }
    }
    expect(readFileSync(file, 'utf8')).toContain('# ');
  }
});

test('JSON has columns only when they are asked for', async () => {
  const all = await report();
  expect(JSON.parse(volumesJson(all, { columns: false })).tables[0].columns).toBeUndefined();
  expect(JSON.parse(volumesJson(all, { columns: true })).tables[0].columns.length).toBeGreaterThan(3);
});

test('--scale and --table', async () => {
  const one = await report({ rows: ['orders=50M'], scale: '10', tables: ['orders', 'warehouses'] });
  expect(one.tables.map(({ table, rows }) => [table, rows])).toEqual([
    ['orders', 500_000_000],
    ['warehouses', 20],
  ]);
  await expect(report({ scale: '1,10' })).rejects.toThrow('one size at a time');
  await expect(report({ tables: ['ordrs'] })).rejects.toThrow('there is no such table');
});
