import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { designOfPattern, patternNamed } from './compose.ts';
import { patterns } from './patterns.ts';

it('are at least twelve, in order, each with a name of its own', () => {
  const names = patterns.map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(12);
  expect(names).toEqual([...new Set(names)].sort());
});

it('tells the closest names of one that is none', () => {
  expect(() => patternNamed('saas-multitenant')).toThrow(
    expect.objectContaining({ code: 'unknown-pattern', hint: expect.stringContaining('saas-multi-tenant') }),
  );
  expect(() => patternNamed('shop')).toThrow(expect.objectContaining({ hint: 'did you mean online-shop?' }));
  expect(() => patternNamed('shopp')).toThrow(expect.objectContaining({ hint: 'did you mean online-shop?' }));
  expect(() => patternNamed('xyz')).toThrow(expect.objectContaining({ hint: '`relvar patterns` lists them' }));
});

describe.each(patterns)('$name', (pattern) => {
  const design = designOfPattern(pattern, domains);
  const names = design.entities.map(({ name }) => name);

  it('hangs together, each entity once', () => {
    expect(names).toEqual([...new Set(names)]);
    for (const { from, to } of design.relations) expect(names).toEqual(expect.arrayContaining([from, to]));
    const reached = new Set(names.slice(0, 1));
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const { from, to } of design.relations) {
        if (reached.has(from)) reached.add(to);
        if (reached.has(to)) reached.add(from);
      }
    }
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });

  it('asks only for what its entities have', () => {
    for (const one of design.access) {
      const has = [
        ...(design.entities.find(({ name }) => name === one.of)?.attributes ?? []).map(({ name }) => name),
        ...design.relations.filter(({ from }) => from === one.of).map(({ role }) => role),
        'created_at',
        'updated_at',
      ];
      expect(has).toEqual(expect.arrayContaining([...(one.equal ?? []), ...(one.absent ?? [])]));
    }
  });
});

it('lets others stand for an entity, with their name in keys, roles and queries', () => {
  const design = designOfPattern(patternNamed('saas-billing'), domains);
  expect(design.entities.map(({ name }) => name)).not.toContain('subscriber');
  expect(design.relations.find((one) => one.from === 'subscription' && one.to === 'tenant')?.role).toBe('tenant');
  expect(design.access.find((one) => one.of === 'billing_invoice')?.equal).toEqual(['tenant']);
  const method = design.entities.find(({ name }) => name === 'payment_method');
  expect(method?.keys.map((key) => key.of)).toContainEqual(['tenant']);
});

it('takes wishes beside its own, each once', () => {
  const cause = { kind: 'said', words: '--with audit' } as const;
  const { wishes } = designOfPattern(patternNamed('saas-multi-tenant'), domains, [
    { kind: 'audit', of: [], cause },
    { kind: 'tenancy', of: [], cause },
  ]);
  expect(wishes.map(({ kind, by }) => [kind, by])).toEqual([
    ['tenancy', 'tenant'],
    ['audit', undefined],
  ]);
});
