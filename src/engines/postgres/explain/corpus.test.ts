import { describe, expect, test } from 'vitest';
import { type PlanText, planTexts } from '../../../../test/plans/corpus.ts';
import { frames } from '../../../../test/plans/frames.ts';
import type { PlanNode, QueryPlan } from '../../../catalog/query-plan.ts';
import { readPlan } from './read.ts';

const corpus = planTexts();

test('the corpus holds plans of four versions in all forms', () => {
  expect(corpus.length).toBeGreaterThan(800);
  const forms = (version: number) => new Set(corpus.filter((one) => one.version === version).map((one) => one.form));
  for (const version of [13, 18]) expect([...forms(version)].sort()).toEqual(['JSON', 'TEXT', 'XML', 'YAML']);
});

/** The query with its options, whose forms must read alike; those with times or pages were run once for each form. */
function groups(): ReadonlyMap<string, readonly PlanText[]> {
  const found = new Map<string, PlanText[]>();
  for (const one of corpus) {
    const key = `${one.version} ${one.name} | ${one.options}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

describe.each([13, 15, 17, 18])('version %i', (version) => {
  test('all forms of a plan read alike', async () => {
    let compared = 0;
    for (const [title, texts] of groups()) {
      const json = texts.find((one) => one.form === 'JSON');
      if (!title.startsWith(`${version} `) || !json || /BUFFERS(?! OFF)/.test(json.options)) continue;
      const expected = await readPlan(json.text, title);
      for (const other of texts) {
        if (other === json) continue;
        const plans = await readPlan(other.text, other.title);
        const comparable = other.form === 'TEXT' ? asText(json.options) : timeless;
        expect(plans.map(comparable), other.title).toEqual(expected.map(comparable));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  test('measured figures are those of the text', async () => {
    for (const { text, form, title } of corpus.filter((one) => one.version === version)) {
      if (form !== 'TEXT' || title.includes('log of')) continue;
      const plans = await readPlan(text, title);
      expect(plans.flatMap(({ root }) => figuresOf(root)).sort(), title).toEqual(figuresIn(text).sort());
    }
  });
});

/** A log tells how long each run took, and each form was logged of another run. */
function timeless(plan: QueryPlan): QueryPlan {
  const { executionMilliseconds: _, ...rest } = plan;
  return rest;
}

/** What the text form tells of a plan: not everything, as docs/plans.md says. */
function asText(options: string): (plan: QueryPlan) => QueryPlan {
  const verbose = options.includes('VERBOSE');
  const node = (one: PlanNode): PlanNode => {
    const { 'Inner Unique': unique, ...facts } = one.facts;
    return {
      ...one,
      facts: verbose && unique !== undefined ? one.facts : facts,
      children: one.children.map(node),
    };
  };
  return (plan) => ({
    ...timeless(plan),
    root: node(plan.root),
    triggers: plan.triggers.map(({ relation: _, ...trigger }) => ({
      ...trigger,
      name: trigger.constraint !== undefined && !verbose ? trigger.constraint : trigger.name,
    })),
  });
}

/** Each figure with its name, as the model has them. */
function figuresOf(node: PlanNode): readonly string[] {
  const { buffers, measured, workers } = node;
  const named = (name: string, value: number | undefined) => (value ? [`${name}=${value}`] : []);
  return [
    ...named('loops', measured?.loops),
    ...named('total', measured?.totalMilliseconds),
    ...named('shared hit', buffers?.sharedHit),
    ...named('shared read', buffers?.sharedRead),
    ...named('local hit', buffers?.localHit),
    ...named('temp written', buffers?.temporaryWritten),
    ...named('wal bytes', node.wal?.bytes),
    ...workers.flatMap((worker) => [
      ...named('loops', worker.measured?.loops),
      ...named('total', worker.measured?.totalMilliseconds),
      ...named('shared hit', Number(worker.facts['Shared Hit Blocks'] ?? 0)),
      ...named('shared read', Number(worker.facts['Shared Read Blocks'] ?? 0)),
      ...named('local hit', Number(worker.facts['Local Hit Blocks'] ?? 0)),
      ...named('temp written', Number(worker.facts['Temp Written Blocks'] ?? 0)),
      ...named('wal bytes', Number(worker.facts['WAL Bytes'] ?? 0)),
    ]),
    ...node.children.flatMap(figuresOf),
  ];
}

/** The same, told by the letters alone. */
function figuresIn(text: string): string[] {
  const nodes = text.replace(/^ *(?:Planning|Serialization):[^\n]*\n(?: +[^\n]*\n)*/gm, '');
  const found = (name: string, pattern: RegExp) =>
    [...nodes.matchAll(pattern)].map((match) => `${name}=${Number(match[1])}`).filter((one) => !one.endsWith('=0'));
  return [
    ...found('loops', /actual .*? ?loops=(\d+)/g),
    ...found('total', /actual time=[\d.]+?\.\.([\d.]+) /g),
    ...found('shared hit', /Buffers: shared hit=(\d+)/g),
    ...found('shared read', /Buffers: shared (?:hit=\d+ )?read=(\d+)/g),
    ...found('local hit', /Buffers: (?:shared [^,]*, )?local hit=(\d+)/g),
    ...found('temp written', /temp (?:read=\d+ )?written=(\d+)/g),
    ...found('wal bytes', /WAL: .*bytes=(\d+)/g),
  ];
}

describe.each(frames)('$title', ({ forms, loosens, paste }) => {
  test('reads as what EXPLAIN printed', async () => {
    const texts = corpus.filter(
      (one) =>
        (one.version === 13 || one.version === 18) &&
        !one.name.startsWith('log of') &&
        (forms ?? [one.form]).includes(one.form),
    );
    expect(texts.length).toBeGreaterThan(50);
    for (const { text, title } of texts) {
      const expected = await printed(text, title);
      const found = (await readPlan(paste(text), title)).map(unlogged);
      if (loosens) expect(loose(found), title).toEqual(loose(expected));
      else expect(found, title).toEqual(expected);
    }
  });
});

const known = new Map<string, readonly QueryPlan[]>();

async function printed(text: string, title: string): Promise<readonly QueryPlan[]> {
  const found = known.get(text) ?? (await readPlan(text, title)).map(unlogged);
  known.set(text, found);
  return found;
}

function unlogged(plan: QueryPlan): QueryPlan {
  const { queryText: _, executionMilliseconds: __, ...rest } = plan;
  return rest;
}

/** Without the spaces and line breaks within texts, which a wrapped paste does not tell. */
function loose(plans: readonly QueryPlan[]): unknown {
  return JSON.parse(JSON.stringify(plans).replace(/(?:\\n|\s)+/g, ''));
}
