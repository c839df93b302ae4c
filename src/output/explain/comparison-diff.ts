import { printable } from '../printable.ts';
import { displayWidth, padEnd } from '../width.ts';
import { count } from '../words.ts';
import { type ComparedLine, type ComparedPair, withoutLongRuns } from './comparison.ts';

const most = 40;

/** Two plans as one `diff`: steps that both have once, with their cost before and after; the others with − and +. */
export function comparisonDiff(pairs: readonly ComparedPair[], verbose: boolean): string {
  const lines = (verbose ? pairs : withoutLongRuns(pairs, most)).flatMap((pair): readonly Line[] => {
    if (typeof pair === 'number') return [{ label: `  … ${count(pair, 'step')} the same`, cost: '' }];
    const { before, after, same } = pair;
    if (same && before && after) {
      const cost = before.cost === after.cost ? before.cost : `${before.cost} → ${after.cost}`;
      return [{ label: `  ${label(after)}`, cost }];
    }
    return [
      ...(before ? [{ label: `- ${label(before)}`, cost: before.cost }] : []),
      ...(after ? [{ label: `+ ${label(after)}`, cost: after.cost }] : []),
    ];
  });
  const widest = Math.max(...lines.map((line) => displayWidth(line.label)));
  return lines
    .map((line) => (line.cost === '' ? line.label : `${padEnd(line.label, widest)}  ${line.cost}`))
    .join('\n');
}

interface Line {
  readonly label: string;
  readonly cost: string;
}

function label(line: ComparedLine): string {
  return '  '.repeat(line.depth) + printable(line.label);
}
