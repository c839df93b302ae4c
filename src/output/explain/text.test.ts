import { createColors } from 'picocolors';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExplanationSamples, explanationSamples } from '../../../test/samples/explanation.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { pageOf } from '../text-style.ts';
import { displayWidth } from '../width.ts';
import { comparePlans } from './comparison.ts';
import { comparisonText } from './comparison-text.ts';
import { nodeLabel } from './node-label.ts';
import { explanationText } from './text.ts';

let samples: ExplanationSamples;
beforeAll(async () => {
  samples = await explanationSamples();
}, 60_000);

const names = ['rich', 'planned', 'clean', 'bare', 'deep', 'large', 'hostile'] as const;
const flat = (output: string) => output.replaceAll(/[\s│├└]+/g, ' ');
const part = (output: string, title: string) => {
  const from = output.indexOf(`\n${title}`);
  if (from === -1) return '';
  const rest = output.slice(from + 1);
  const to = rest.slice(1).search(/\n\S[^\n]* ─{3,}\n/);
  return to === -1 ? rest : rest.slice(0, to + 1);
};

describe('the explanation as text', () => {
  it('begins with the verdict: what it took, why, what helps by how much, the goal', () => {
    const { plan, remedies, causes } = samples.rich;
    const [best] = remedies;
    const head = explanationText(samples.rich).split('\n').slice(0, 14).join('\n');
    expect(flat(head)).toContain('Now Took');
    expect(flat(head)).toContain('measured; cost');
    expect(flat(head)).toContain(
      `❶ ${causes[0]?.message.charAt(0).toUpperCase()}${causes[0]?.message.slice(1)} (and 1 more)`,
    );
    expect(flat(head)).toMatch(/Helps [\d ]+ → [\d. ]+ \([\d.]+ times less\) with an index on orders/);
    expect(flat(head)).toContain('Goal');
    expect(best?.effect.before).toBe(plan.root.totalCost);
  });

  it('says that a cost is the planner’s when nothing was run', () => {
    expect(flat(explanationText(samples.planned))).toMatch(/Now Cost [\d ]+ by the planner at the sizes/);
    expect(explanationText(samples.planned)).not.toMatch(/Took|measured/i);
  });

  it.each(names)('names every step of the plan when all is asked for: %s', (name) => {
    const { plan } = samples[name];
    const shown = flat(part(explanationText(samples[name], { verbose: true }), 'Plan ·'));
    for (const { node } of planTree(plan).nodes) {
      const words = nodeLabel(node).replaceAll('\n', '\\n').replaceAll('\u001b', '\\u{1b}').split(' ');
      // A long name is broken over lines, with the columns of rows and costs between.
      for (const word of words) expect(shown).toContain(word.slice(0, 20));
    }
  });

  it.each(
    names.flatMap((name) =>
      [60, 80, 120].flatMap((width) => [false, true].map((verbose) => [name, width, verbose] as const)),
    ),
  )('keeps the plan to the columns: %s, %s, verbose %s', (name, width, verbose) => {
    const output = explanationText(samples[name], { width, verbose });
    for (const title of ['Plan ·', 'When the tables grow']) {
      for (const line of part(output, title).split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    for (const { after } of samples[name].remedies) {
      const compared = comparisonText(comparePlans(samples[name].plan, after), width, pageOf({ width, verbose }));
      expect(compared.length).toBeGreaterThan(1);
      for (const line of compared) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it('marks the step of each cause with its number, and has a bar for its share', () => {
    const lines = part(explanationText(samples.rich), 'Plan ·').split('\n');
    const seq = lines.find((line) => line.includes('Seq Scan on orders'));
    expect(seq).toMatch(/^❶ █{4,6}\S? +\d\d% /);
    expect(lines.find((line) => line.includes(' Sort '))).toMatch(/^❷/);
    expect(lines.filter((line) => /^[❶-❿]/.test(line))).toHaveLength(2);
  });

  it('never cuts off how many rows a filter threw away', () => {
    for (const width of [60, 80, 120]) {
      expect(part(explanationText(samples.rich, { width }), 'Plan ·')).toContain('40k rows thrown away');
    }
  });

  it('calls initial plans, sub-plans and CTEs by their names', () => {
    const tree = part(explanationText(samples.planned), 'Plan ·');
    expect(tree).toContain('CTE recent: Seq Scan on orders');
    expect(tree).toMatch(/InitPlan 1[^:\n]*: Aggregate/);
    expect(tree).toMatch(/SubPlan \d: Aggregate/);
  });

  it('folds what hardly counts in a large plan, never a cause, and says so', () => {
    const output = explanationText(samples.large);
    const tree = part(output, 'Plan ·');
    expect(tree.split('\n').length).toBeLessThan(20);
    expect(tree).toMatch(/❶.*events_117/);
    expect(tree).toMatch(/… \d+ like Seq Scan on events_/);
    expect(flat(tree)).toMatch(/\d+ nodes that hardly count left out \(--verbose\)/);
    expect(explanationText(samples.large, { verbose: true })).not.toContain('--verbose');
  });

  it('tells every cause, and every remedy with what to run, its price and its doubts', () => {
    const output = flat(explanationText(samples.rich));
    for (const cause of samples.rich.causes) {
      expect(output).toContain(cause.sign);
      for (const one of cause.evidence) expect(output).toContain(`${one.kind} ${one.text}`);
    }
    expect(output).toContain(
      'CREATE INDEX CONCURRENTLY orders_user_id_status_created_at_idx ON public.orders (user_id, status, created_at);',
    );
    expect(output).toContain('about 1.25 MB of disk');
    expect(output).toContain('every INSERT into public.orders');
    expect(output).toContain("SET work_mem = '64MB';");
    expect(output).toContain('the partial statistics of orders.status');
    expect(output).toMatch(/Time predicted .* ms → .* ms \(/);
  });

  it('shows a rewritten query with how it was tested', () => {
    const output = flat(explanationText(samples.planned));
    expect(output).toContain('group by user_id) p on p.user_id = u.id;');
    expect(output).toContain('Tested both forms gave the same 412 rows');
  });

  it('shows both plans, what differs marked', () => {
    const output = explanationText(samples.rich);
    expect(output).toMatch(/^ {2}− +Seq Scan orders/m);
    expect(output).toMatch(/^ {2}\+ .*orders_user_id_status_created_at_idx/m);
    expect(explanationText(samples.rich, { width: 140 })).toMatch(/Before +│ After\n/);
  });

  it('counts what was tried in vain, and lists all when asked to', () => {
    expect(flat(explanationText(samples.rich))).toContain('… and 3 more (--verbose)');
    expect(explanationText(samples.rich)).not.toContain('column_7');
    expect(explanationText(samples.rich, { verbose: true })).toContain('column_7');
  });

  it('has the sizes with cost, predicted time and what becomes of both with the advice; and where the plan flips', () => {
    const shown = part(explanationText(samples.rich), 'When the tables grow');
    expect(shown).toMatch(/size +cost +predicted +helped +plan/);
    expect(shown).toMatch(/100× .* ms|100× .* s/);
    expect(flat(shown)).toContain('Between 12× and 13.6× the plan changes from Sort(');
  });

  it('says so when there is nothing to say', () => {
    const output = flat(explanationText(samples.clean));
    expect(output).toContain('No sign of trouble was found in this plan');
    expect(output).not.toMatch(/Why it is slow|What helps|Tried and rejected/);
  });

  it('says no cost, no share and no rows where a plan tells none', () => {
    const output = explanationText(samples.bare);
    expect(output).toContain('Neither costs nor times are told');
    expect(part(output, 'Plan ·')).not.toMatch(/%|cost|rows/);
  });

  it.each(names)('lets no control character through: %s', (name) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(explanationText(samples[name], { verbose: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it.each(names)('is the same with colours but for the colours: %s', (name) => {
    const colored = explanationText(samples[name], { colors: createColors(true) });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours
    expect(colored.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(explanationText(samples[name]));
  });
});
