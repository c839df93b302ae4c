import { beforeAll, describe, expect, it } from 'vitest';
import { elements, seen } from '../../../test/html.ts';
import { type ExplanationSamples, explanationSamples } from '../../../test/samples/explanation.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { explanationHtml } from './html.ts';
import { nodeLabel } from './node-label.ts';

let samples: ExplanationSamples;
beforeAll(async () => {
  samples = await explanationSamples();
}, 60_000);

const names = ['rich', 'planned', 'clean', 'bare', 'deep', 'large', 'hostile'] as const;

describe('the explanation as a page', () => {
  it.each(names)('is well formed and needs nothing from elsewhere: %s', (name) => {
    const page = explanationHtml(samples[name]);
    for (const { name: tag, attributes } of elements(page)) {
      expect(['script', 'img', 'link', 'iframe', 'object', 'form']).not.toContain(tag);
      expect(attributes).not.toMatch(/\s(on\w+|src)=|javascript:|https?:/);
    }
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/@import|url\(/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it.each(names)('links only to what is on the page, each place once: %s', (name) => {
    const page = explanationHtml(samples[name]);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('shows every step of the plan with its share', () => {
    const page = explanationHtml(samples.rich);
    for (const { node } of planTree(samples.rich.plan).nodes) expect(seen(page)).toContain(nodeLabel(node));
    expect(page).toMatch(/class="row poor" id="node-[\d.]+"><span class="share"><span class="bar" style="--value:9/);
  });

  it('says every cause and every remedy, and shows both plans', () => {
    const text = seen(explanationHtml(samples.rich));
    for (const { message } of samples.rich.causes) expect(text).toContain(message.slice(1));
    expect(text).toContain('ON public.orders (user_id, status, created_at);');
    expect(text).toContain('− Seq Scan orders');
    expect(text).toContain('+ Bitmap');
  });

  it('makes hostile names inert', () => {
    expect(explanationHtml(samples.hostile)).not.toContain('<script');
    expect(seen(explanationHtml(samples.hostile))).toContain('a<script>alert(1)</script>');
  });
});
