import { describe, expect, it } from 'vitest';
import { postgresTraits } from './traits.ts';

describe('postgresTraits', () => {
  it.each([
    ['13.16', 'PostgreSQL 13'],
    ['15.20 (Debian 15.20-0+deb12u1)', 'PostgreSQL 15'],
    ['18beta2', 'PostgreSQL 18'],
    ['18', 'PostgreSQL 18'],
  ])('names %s %s', (version, name) => {
    expect(postgresTraits(version).name).toBe(name);
  });

  it('knows what came with which version', () => {
    const since = (has: (version: string) => boolean) => [13, 14, 15, 16, 17, 18].find((major) => has(`${major}.1`));
    expect(since((version) => postgresTraits(version).nullsNotDistinct)).toBe(15);
    expect(since((version) => postgresTraits(version).invokerViews)).toBe(15);
    expect(since((version) => postgresTraits(version).maintainPrivilege)).toBe(17);
    expect(since((version) => postgresTraits(version).storageByDefault)).toBe(16);
    expect(since((version) => postgresTraits(version).notValidNotNull)).toBe(18);
    expect(since((version) => postgresTraits(version).notValidPartitionedForeignKeys)).toBe(18);
    expect(since((version) => postgresTraits(version).orderedUuidFunction === 'uuidv7()')).toBe(18);
  });

  it('takes no nonsense for a version', () => {
    expect(() => postgresTraits('unknown')).toThrow('not a PostgreSQL version: unknown');
  });
});
