import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';

const boats = `Sailors own several boats. Each boat has a name, a sail number and a length. Sail numbers are unique.
Boats take part in regattas. We list a sailor's boats by name. 40K boats.`;

describe('relvar design', () => {
  it('writes a folder that other commands read, the same twice, and keeps what was there', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'relvar-design-')), 'club');
    const schema = join(folder, 'schema.sql');
    const first = await relvar(['design', boats, '-o', folder]);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('asks for');
    expect(first.out).not.toContain('✗');
    const written = await readFile(schema, 'utf8');
    expect(written).toContain('CONSTRAINT boats_sail_number_key UNIQUE (sail_number)');
    const refused = await relvar(['design', boats, '-o', folder]);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.error).toContain('--force');
    await writeFile(schema, '-- by hand\n');
    expect(await relvar(['design', boats, '-o', folder, '--force'])).toMatchObject({ code: 0 });
    expect(await readFile(`${schema}.before`, 'utf8')).toBe('-- by hand\n');
    expect(await readFile(schema, 'utf8')).toBe(written);
    await writeFile(schema, '-- by hand again\n');
    expect(await relvar(['design', boats, '-o', folder, '--force'])).toMatchObject({ code: 0 });
    expect(await readFile(`${schema}.before`, 'utf8')).toBe('-- by hand\n');
    expect(await readFile(`${schema}.before-2`, 'utf8')).toBe('-- by hand again\n');
    expect((await relvar(['volumes', folder, '--table', 'boats'])).out).toContain('40k');
  });

  it('asks a person for another folder where one holds files: the answers are not lost', async () => {
    const used = await mkdtemp(join(tmpdir(), 'relvar-design-'));
    await writeFile(join(used, 'schema.sql'), '-- by hand\n');
    const free = join(used, 'club');
    const folders = [used, free];
    const { code, error } = await relvar(['design'], {
      ask: async (question) =>
        question.startsWith('What is it for') ? boats : question.startsWith('Write it') ? (folders.shift() ?? '') : '',
    });
    expect(code).toBe(0);
    expect(error).toContain('holds a file already (schema.sql)');
    expect(error.split('\n').every((line) => line.length <= 80 || !line.includes(' ', 1))).toBe(true);
    expect(await readFile(join(used, 'schema.sql'), 'utf8')).toBe('-- by hand\n');
    expect(await readFile(join(free, 'schema.sql'), 'utf8')).toContain('CREATE TABLE boats');
  });

  it('takes nothing for a tenant that rows may be without, unless that is said', async () => {
    const crm = ['--pattern', 'helpdesk', '--format', 'json'];
    const guessed = JSON.parse((await relvar(['design', ...crm, '--with', 'tenancy'])).out);
    expect(guessed.tables.map((one: { readonly name: string }) => one.name)).toContain('tenants');
    const folder = await mkdtemp(join(tmpdir(), 'relvar-design-'));
    const file = join(folder, 'brief.yaml');
    await writeFile(
      file,
      `tenants: company
entities:
  company: {attributes: [name]}
  contact: {attributes: [name], references: {company: {to: company, optional: true, on_delete: set null}}}
  call: {attributes: {at: instant}, references: [contact]}
`,
    );
    const { code, out } = await relvar(['design', '--brief', file, '-o', join(folder, 'crm')]);
    expect(out).not.toContain('✗');
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'crm', 'schema.sql'), 'utf8')).toMatch(
      /CREATE TABLE contacts[\s\S]*company_id bigint NOT NULL[\s\S]*REFERENCES companies \(id\) ON DELETE RESTRICT/,
    );
  }, 120_000);

  it('tells why a table is as it is', async () => {
    const { out } = await relvar(['design', boats, '--why', 'boats']);
    const told = out.replaceAll(/\s+/g, ' ');
    expect(told).toContain('You said in line 1: "Sailors own several boats".');
    // Every reason is one sentence, and ends once.
    expect(told).not.toMatch(/\.\.|\."\.|Because [A-Z]\w+ /);
  });

  it.each([
    ['the of and with', 'names nothing'],
    ['CREATE TABLE a (id int);', 'is SQL already'],
    ['missing.md', 'cannot be read'],
  ])('refuses %s in one line', async (text, message) => {
    const { code, error } = await relvar(['design', text]);
    expect({ code, lines: error.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(error).toContain(message);
  });

  it('breaks a circle of mandatory references, keeps tenants apart, and says so', async () => {
    const { out, code } = await relvar([
      'design',
      'Each crew must belong to a captain. Each captain must belong to a crew. Data of tenants is isolated. Keep an audit trail.',
      '--format',
      'markdown',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('would go round in a circle');
    expect(out).toContain('policies hide the rows of others');
  });
});
