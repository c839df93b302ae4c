import { expect, test } from 'vitest';
import { displayWidth } from '../output/width.ts';
import { terminalLines } from './terminal-lines.ts';

test('what the program says is broken at spaces, and nothing else is', () => {
  const long = `relvar: ${'word '.repeat(40).trim()}`;
  const text = `${long}\nrelvar: short\n    at ${'x'.repeat(90)} y\n`;
  const lines = terminalLines(text, 80).split('\n');
  expect(lines.slice(0, 4).every((line) => displayWidth(line) <= 80)).toBe(true);
  expect(
    lines
      .slice(0, 3)
      .map((line) => line.trim())
      .join(' '),
  ).toBe(long);
  expect(lines.slice(-3)).toEqual(['relvar: short', `    at ${'x'.repeat(90)} y`, '']);
});
