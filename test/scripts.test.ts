import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

test('the registry lists every rule', () => {
  execFileSync(process.execPath, ['scripts/registry.mjs', '--check'], { cwd: root });
});

describe('npm run new', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-new-'));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/new.mjs', ...args], { cwd: folder, encoding: 'utf8' });

  beforeAll(() => {
    cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
    mkdirSync(join(folder, 'src/rules'), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('rule lays down a folder and registers it', () => {
    expect(run('rule', 'money-as-float')).toMatchObject({ status: 0, stderr: '' });
    expect(run('rule', 'identifier-needs-quotes')).toMatchObject({ status: 0, stderr: '' });
    const rules = join(folder, 'src/rules');
    expect(readdirSync(join(rules, 'money-as-float')).sort()).toEqual(['README.md', 'rule.test.ts', 'rule.ts']);
    expect(readFileSync(join(rules, 'money-as-float/rule.ts'), 'utf8')).toContain("id: 'money-as-float'");
    const registry = readFileSync(join(rules, 'registry.ts'), 'utf8');
    expect(registry).toContain("import { rule as moneyAsFloat } from './money-as-float/rule.ts';");
    expect(registry).toContain('= [\n  identifierNeedsQuotes,\n  moneyAsFloat,\n];');
  });

  test.each([
    ['nothing', [], 'usage: '],
    ['another kind', ['engine', 'money-as-float'], 'usage: '],
    ['no id', ['rule'], 'usage: '],
    ['a third word', ['rule', 'money-as-float', 'x'], 'usage: '],
    ['an id in camel case', ['rule', 'moneyAsFloat'], '"moneyAsFloat" is not an id'],
    ['a path', ['rule', '../money-as-float'], '"../money-as-float" is not an id'],
    ['an id that is taken', ['rule', 'money-as-float'], 'src/rules/money-as-float exists'],
  ])('refuses %s with one line', (_, args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(message)]);
  });
});

describe('lockfile', () => {
  const complete = (packages: object) => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-lockfile-'));
    const file = join(folder, 'package-lock.json');
    writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
    const outputs = [1, 2].map(() =>
      execFileSync(process.execPath, ['scripts/lockfile.mjs', file], { cwd: root, encoding: 'utf8' }),
    );
    const after = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });
    return { outputs, after: after.packages };
  };

  test('writes in the platform packages that are missing, once', () => {
    const present = { version: '1.2.3', optional: true, os: ['linux'], cpu: ['x64'] };
    const { outputs, after } = complete({
      '': { optionalDependencies: { 'server-windows-x64': 'npm:@servers/windows-x64@9.0.0-beta.1' } },
      'node_modules/tool': {
        version: '1.2.3',
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64': '1.2.3',
          '@tool/linux-arm64-musl': '^1.2.3',
          '@tool/darwin-arm64': '1.2.3',
        },
      },
      'node_modules/tool/node_modules/@tool/linux-x64': present,
    });
    expect(after).toMatchObject({
      'node_modules/server-windows-x64': {
        name: '@servers/windows-x64',
        version: '9.0.0-beta.1',
        os: ['win32'],
        cpu: ['x64'],
      },
      'node_modules/@tool/linux-arm64-musl': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
      },
      'node_modules/@tool/darwin-arm64': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
    });
    expect(after['node_modules/@tool/linux-x64']).toBeUndefined();
    expect(outputs.map((output) => /(\d+) optional/.exec(output)?.[1])).toEqual(['3', '0']);
  });

  test('our own lockfiles are complete', () => {
    for (const file of ['package-lock.json', 'test/servers/package-lock.json']) {
      expect(complete(JSON.parse(readFileSync(join(root, file), 'utf8')).packages).outputs[0]).toContain(' 0 optional');
    }
  });
});
