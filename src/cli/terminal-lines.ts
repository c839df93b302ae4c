import { displayWidth, wrap } from '../output/width.ts';

/** What the program says of itself, in lines that a terminal shows whole; all else is left as it is. */
export function terminalLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (isOwn(line) && displayWidth(line) > width ? continued(line, width) : [line]))
    .join('\n');
}

const isOwn = (line: string): boolean => line.startsWith('relvar: ');

const indent = ' '.repeat('relvar: '.length);

function continued(line: string, width: number): readonly string[] {
  const lines = wrap(line.slice(indent.length), width - indent.length);
  return lines.map((one, at) => (at === 0 ? `relvar: ${one}` : indent + one));
}
