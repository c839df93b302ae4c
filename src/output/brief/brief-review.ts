import type { BriefReview } from '../../design/brief/judge.ts';
import { wrap } from '../width.ts';
import { count, short } from '../words.ts';

/** The review of a brief for a terminal of 80 columns. */
export function briefReviewText(review: BriefReview): string {
  const { remarks, missing, rows } = review;
  const lines = [
    `${review.title}: ${count(review.entities, 'entity')}, ${count(review.queries, 'query')}. A brief, no schema: nothing was proven on an engine.`,
    '',
  ];
  if (remarks.length === 0) lines.push('Nothing speaks against it as far as the brief tells.', '');
  for (const one of remarks) {
    lines.push(...hanging(`${one.priority}  `, `${one.at}`));
    lines.push(
      ...hanging('    ', one.what),
      ...hanging('    ', one.advice),
      `    confidence ${one.confidence} of 10`,
      '',
    );
  }
  if (missing.length > 0) {
    lines.push('Missing facts, the critical ones first:');
    for (const one of missing) {
      lines.push(
        ...hanging(one.critical ? '  ! ' : '  - ', one.question),
        ...hanging('    ', `decides ${one.decides}`),
      );
    }
    lines.push('');
  }
  const [...largest] = rows.slice(0, 8);
  if (largest.length > 0) {
    lines.push('Rows, the largest first (≈: supposed by the library’s proportions):');
    const width = Math.max(...largest.map((one) => one.entity.length));
    for (const one of largest) lines.push(`  ${one.entity.padEnd(width)}  ${one.said ? '' : '≈'}${short(one.rows)}`);
    lines.push('');
  }
  return lines.flatMap((line) => (line === '' ? [''] : wrapIfLong(line))).join('\n');
}

/** The same for programs. */
export function briefReviewJson(review: BriefReview): string {
  return `${JSON.stringify(review, undefined, 2)}\n`;
}

function hanging(mark: string, text: string): readonly string[] {
  return wrap(text, 80 - mark.length).map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

function wrapIfLong(line: string): readonly string[] {
  return line.length <= 80 ? [line] : wrap(line, 80);
}
