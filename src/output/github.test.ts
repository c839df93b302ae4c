import { describe, expect, it } from 'vitest';
import { cleanReport, richReport, shuffled } from '../../test/samples/report.ts';
import { github } from './github.ts';

interface Annotation {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a command as the runner does (actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2). */
function read(line: string): Annotation {
  const end = line.indexOf('::', 2);
  const [level = '', ...list] = line.slice(2, end).split(/ (.*)/s);
  const decode = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    (list[0] ?? '').split(',').map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at), decode(one.slice(at + 1))];
    }),
  );
  const message = line
    .slice(end + 2)
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
  return { level, properties, message };
}

const lines = github(richReport).trimEnd().split('\n');
const annotations = lines.map(read);

describe('github', () => {
  it('is one command a line, whatever the names', () => {
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^\r\n]*::[^\r\n]*$/);
    expect(annotations).toHaveLength(richReport.findings.flatMap((one) => one.items).length + 2 + 1);
  });

  it('survives the runner: percent signs, line breaks, colons and commas', () => {
    const key = annotations.find((one) => one.properties['title']?.startsWith('P0 integer-key'));
    expect(key).toMatchObject({ level: 'error', properties: { file: 'db/schema.sql', line: '210' } });
    expect(key?.message).toContain('used 82% of its values: at');
    expect(key?.message).toContain('Fix: ALTER TABLE public.events ALTER COLUMN id TYPE bigint;\nALTER SEQUENCE');
    const odd = {
      ...richReport,
      diagnostics: [{ severity: 'error', code: 'x', message: '100% a::b', file: 'a,b:c%.sql', line: 3 }],
    } as const;
    expect(read(github(odd).split('\n')[0] ?? '')).toEqual({
      level: 'error',
      properties: { file: 'a,b:c%.sql', line: '3', title: 'x' },
      message: '100% a::b',
    });
  });

  it('names no file where none is known, but the object', () => {
    const float = annotations.find((one) => one.properties['title']?.includes('money-as-float'));
    expect(Object.keys(float?.properties ?? {})).toEqual(['title']);
    expect(float?.message).toContain('At: public.orders(total)');
  });

  it('puts one case of every finding before the second of any', () => {
    const rules = annotations
      .slice(2, 2 + richReport.findings.length)
      .map((one) => one.properties['title']?.split(' ')[1]);
    expect(new Set(rules).size).toBe(richReport.findings.length);
  });

  it('ends with the score, is the same whatever the order, and says so when nothing was found', () => {
    expect(annotations.at(-1)).toMatchObject({
      level: 'notice',
      properties: { title: `Schema health ${richReport.score.value}/100` },
    });
    expect(github(shuffled(richReport))).toBe(github(richReport));
    expect(github(cleanReport)).toBe('::notice title=Schema health 100/100::Healthy: no rule found anything to say.\n');
  });
});
