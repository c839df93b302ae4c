import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { elements, seen } from '../../../test/html.ts';
import { type IndexSamples, indexSamples } from '../../../test/samples/indexes.ts';
import { displayWidth } from '../width.ts';
import { indexesHtml } from './html.ts';
import { indexesJson } from './json.ts';
import { indexesMarkdown } from './markdown.ts';
import { indexesFile } from './shape.ts';
import { indexesSql } from './sql.ts';
import { indexesText } from './text.ts';
import { indexesYaml } from './yaml.ts';

const file = 'schemas/indexes.schema.json';
const names = ['rich', 'clean', 'empty', 'hostile'] as const;
let samples: IndexSamples;
beforeAll(async () => {
  samples = await indexSamples();
}, 60_000);

/** What no format may let through from a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const control = /[\u0000-\u0009\u000b-\u001f]/;

describe('the report as JSON', () => {
  /** `npx vitest run src/output/indexes/formats.test.ts -u` writes it anew. */
  it(`${file} is up to date`, async () => {
    const schema = {
      $id: `https://unpkg.com/relvar/${file}`,
      title: 'Relvar advice on indexes',
      ...z.toJSONSchema(indexesFile),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(`../../../${file}`);
  });

  it.each(names)('is as the schema says: %s', (name) => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const value = JSON.parse(indexesJson(samples[name]));
    validate(value);
    expect(validate.errors).toBeNull();
    expect(validate({ ...value, extra: 1 })).toBe(false);
    expect(validate({ ...value, create: [{}] })).toBe(false);
    expect(validate({ ...value, totals: undefined })).toBe(false);
  });

  it('loses nothing', () => {
    const { format, version, ...value } = JSON.parse(indexesJson(samples.rich));
    expect([format, version]).toEqual(['relvar-indexes', 1]);
    expect(value).toEqual(JSON.parse(JSON.stringify(samples.rich)));
  });
});

describe('the report as text', () => {
  it.each(names)('fits in 80 columns, but for statements, and says nothing that is not there: %s', (name) => {
    for (const verbose of [false, true]) {
      const text = indexesText(samples[name], { verbose });
      expect(text).not.toMatch(control);
      expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
      const wide = text.split('\n').filter((line) => displayWidth(line) > 80);
      expect(wide.filter((line) => !line.includes('idx ON') && !line.includes('<script>'))).toEqual([]);
    }
  });

  it('begins with the advice, its gain and its price', () => {
    const head = indexesText(samples.rich).split('\n').slice(0, 10).join(' ').replaceAll(/\s+/g, ' ');
    expect(head).toContain('Create 1 index and drop 1: 1 of 3 queries gets cheaper');
    expect(head).toContain('760 000 → 9.1 a second (84 000 times less)');
    expect(head).toContain('1.86 GB of indexes → 2.89 GB');
  });

  it('says why each column stands where it does, what it locks, and what was tried instead', () => {
    const text = indexesText(samples.rich).replaceAll(/\s+/g, ' ');
    expect(text).toContain('so they lead, whichever has more values. created_at comes last');
    expect(text).toContain('reads and writes go on while it is made');
    expect(text).toContain(
      'orders (user_id): planner cost of the workload 16.2 a second; the queries that it changes cost 31% more; 410 MB, smaller; the rows of a user must be sorted',
    );
    expect(text).toContain('30 entries and 4 kB of log a second');
  });

  it('shows the plan of a query that gets another one, before and after', () => {
    const text = indexesText(samples.rich);
    expect(text).toMatch(/Before/);
    expect(text).toContain('Seq Scan orders');
    expect(text).toContain('fully covered by');
    expect(text).toContain('column "x" does not exist');
  });

  it('says so when everything is right as it is, and when there is nothing to plan', () => {
    expect(indexesText(samples.clean)).toContain('The indexes are right as they are');
    expect(indexesText(samples.empty)).toContain('There is no query that could be planned');
    const { clean } = samples;
    const [query] = clean.queries;
    if (!query) throw new Error('the sample has no query');
    const unserved = { ...clean, queries: [{ ...query, unserved: 'it is read from end to end' }] };
    expect(indexesText(unserved)).toContain('1 query is served by no index');
    const early = indexesText({ ...unserved, search: { ...clean.search, complete: false } });
    expect(early).toContain('Nothing was found yet');
    expect(early).not.toContain('right as they are');
  });
});

describe('what people read in every form', () => {
  const forms = () => [indexesText(samples.rich), indexesMarkdown(samples.rich), seen(indexesHtml(samples.rich))];

  it('has reads against writes in one table, with what becomes of heap-only updates', () => {
    for (const text of forms()) {
      expect(text).toContain('What each brings to reads and takes from writes');
      expect(text).toMatch(/759 991[\s|]*1\.42 GB[\s|]*30[\s|]*4 kB[\s|]*lost/);
      expect(text).toMatch(/−410 MB[\s|]*−30[\s|]*−4 kB/);
    }
  });

  it('says that an index could be unique, and which index a cheaper form needs', () => {
    for (const text of forms().map((one) => one.replaceAll(/\s+/g, ' '))) {
      expect(text).toContain('it may be meant to be unique: if each value must stand only once, make it UNIQUE');
      expect(text).toContain('900 → 90 with orders (created_at), about 410 MB');
      expect(text).toContain('CREATE INDEX CONCURRENTLY orders_created_at_idx');
    }
  });
});

describe('the report as Markdown', () => {
  it.each(names)('has no HTML but its own folds: %s', (name) => {
    const text = indexesMarkdown(samples[name]);
    const outside = text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    const tags = outside.replaceAll(/\\[<>]/g, '').match(/<[^>]*>/g) ?? [];
    for (const tag of tags) expect(['<details>', '<summary>', '</summary>', '</details>']).toContain(tag);
    expect(text).not.toMatch(control);
    expect(text.length).toBeLessThan(65_536);
  });

  it('has a row for each query', () => {
    expect(indexesMarkdown(samples.rich)).toContain('| 2 | turnover by day |');
  });
});

describe('the report as a page', () => {
  it.each(names)('is well formed and needs nothing from elsewhere: %s', (name) => {
    const page = indexesHtml(samples[name]);
    for (const { name: tag, attributes } of elements(page)) {
      expect(['script', 'img', 'link', 'iframe', 'object', 'form']).not.toContain(tag);
      expect(attributes).not.toMatch(/\s(on\w+|src)=|javascript:|https?:/);
    }
    expect(page).not.toMatch(control);
  });

  it('links only to what is on it, and shows every index', () => {
    const page = indexesHtml(samples.rich);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    expect(seen(page)).toContain(samples.rich.create[0]?.definition);
  });
});

describe('the report as a script', () => {
  it.each(names)('has no statement but those of the advice: %s', (name) => {
    const statements = indexesSql(samples[name])
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('--'));
    const own = [...samples[name].create, ...samples[name].drop].flatMap((one) => one.sql);
    expect(statements.join('\n')).toBe(own.map((one) => `${one};`).join('\n'));
  });
});

describe('the report as a file to keep', () => {
  it.each(names)('is YAML that holds every query that was planned: %s', (name) => {
    const report = samples[name];
    const value = parse(indexesYaml(report, { rows: { 'public.orders': 50_000_000 } }));
    expect(value['relvar-indexes']).toBe(1);
    expect(value.rows).toEqual({ 'public.orders': 50_000_000 });
    const planned = report.queries.filter((query) => query.error === undefined);
    expect(value.queries.map((query: { readonly sql: string }) => query.sql)).toEqual(
      planned.map((query) => query.sql.trim()),
    );
    for (const [at, query] of planned.entries()) expect(value.queries[at].reads).toEqual(query.reads);
    expect(value.create ?? []).toEqual(report.create.map((one) => one.definition));
  });
});

describe('the report of a large workload as Markdown', () => {
  it('is shortened until it fits in a comment, and says what is left out', () => {
    const many = <T>(all: readonly T[]) => Array.from({ length: 60 }, () => all).flat();
    const { rich } = samples;
    const large = {
      ...rich,
      create: many(rich.create).slice(0, 80),
      queries: many(rich.queries),
      rejected: many(rich.rejected),
    };
    const text = indexesMarkdown(large);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/_Left out, so that it fits in a comment: .*--verbose shows all\._\n$/);
    expect(indexesMarkdown(large, { verbose: true })).not.toContain('Left out');
  });
});
