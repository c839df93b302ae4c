import { beforeAll, describe, expect, it } from 'vitest';
import { type ExplanationSamples, explanationSamples } from '../../../test/samples/explanation.ts';
import { explanationMarkdown } from './markdown.ts';

let samples: ExplanationSamples;
beforeAll(async () => {
  samples = await explanationSamples();
}, 60_000);

/** What is no block of code. */
const outside = (text: string) => text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '');

describe('the explanation as Markdown', () => {
  it('has the verdict, the plan, the causes and what helps, in this order', () => {
    const text = explanationMarkdown(samples.rich);
    const places = [
      '**Took',
      '```text',
      '## Why it is slow (2)',
      '## What helps (2)',
      '```diff',
      '## When the tables grow',
    ];
    const at = places.map((place) => text.indexOf(place));
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('shows both plans as a diff with costs', () => {
    const text = explanationMarkdown(samples.rich);
    expect(text).toMatch(/^- +Seq Scan orders +[\d ]+$/m);
    expect(text).toMatch(/^\+ +.*orders_user_id_status_created_at_idx +[\d ]+$/m);
    expect(text).toMatch(/^ {2}Limit +[\d ]+ → [\d ]+$/m);
  });

  it('folds long plans and what was tried in vain', () => {
    expect(explanationMarkdown(samples.rich)).toContain('<details><summary>Tried and rejected (8)</summary>');
    expect(explanationMarkdown(samples.deep)).toMatch(/<details><summary>Plan tree \(\d+ lines\)<\/summary>/);
  });

  it.each(['rich', 'planned', 'clean', 'bare', 'deep', 'large', 'hostile'] as const)(
    'is well formed and fits in a comment: %s',
    (name) => {
      const text = explanationMarkdown(samples[name]);
      expect(text.length).toBeLessThan(65_536);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      expect(outside(text)).not.toContain('```');
    },
  );

  it('makes hostile names inert', () => {
    const text = outside(explanationMarkdown(samples.hostile)).replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, '');
    expect(text).not.toMatch(/(?<!\\)<script/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text).not.toMatch(/^# f/m);
  });
});
