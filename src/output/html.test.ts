import { describe, expect, it } from 'vitest';
import { elements, seen } from '../../test/html.ts';
import { cleanReport, hostileName, richReport, shuffled } from '../../test/samples/report.ts';
import { html } from './html.ts';
import { escaped } from './html-text.ts';

const page = html(richReport);
const body = page.slice(page.indexOf('<body>'));
describe('html', () => {
  it.each([
    ['rich', page],
    ['clean', html(cleanReport)],
  ])('is well formed and needs nothing from elsewhere: %s', (_name, source) => {
    const all = elements(source);
    expect(all.map((one) => one.name)).not.toContain('script');
    for (const { name, attributes } of all) {
      expect(['img', 'link', 'iframe', 'object', 'form']).not.toContain(name);
      expect(attributes).not.toMatch(/\s(on\w+|src)=|javascript:|https?:/);
    }
    expect(source).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(source).not.toMatch(/@import|url\(/);
  });

  it('makes hostile names inert, and shows them', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<b>really');
    expect(seen(body)).toContain(hostileName.replaceAll('"', '""'));
    expect(seen(body)).toContain('carts are dropped every night <b>really</b>');
    expect(seen(body)).toContain('Weird ""Table"" 🛒');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(escaped(`<a href='x' title="y">&`)).toBe('&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;');
  });

  it('says every headline, and every case', () => {
    for (const finding of richReport.findings) {
      if (!finding.message.includes('\n')) expect(seen(body)).toContain(finding.message);
    }
    expect(seen(body)).toContain('public.t452(parent_id)');
    expect(seen(body)).toContain('CREATE INDEX CONCURRENTLY t452_parent_id_idx');
    expect(seen(body)).toContain(richReport.score.how);
  });

  it('links what to do first to its finding', () => {
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]);
    expect(targets).toHaveLength(3);
    for (const target of targets) expect(page).toContain(`id="${target}"`);
  });

  it('can be filtered by the priorities that there are', () => {
    expect(page.match(/type="radio"/g)).toHaveLength(4);
    expect(html(cleanReport)).not.toContain('type="radio"');
  });

  it('is the same whatever the order', () => {
    expect(html(shuffled(richReport))).toBe(page);
  });
});
