import type { Explanation, Remedy } from '../../explain/explanation.ts';
import { terminated } from '../finding-parts.ts';
import { code, escaped, markup, prose } from '../html-text.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { count } from '../words.ts';
import { evidenceHtml } from './cause-html.ts';
import { type ComparedLine, type ComparedPair, comparePlans, withoutLongRuns } from './comparison.ts';
import { capital, comparisonNote, costsOf, effectText, predictionText, settingText } from './words.ts';

/** Longer comparisons leave out what is the same on both sides. */
const most = 60;

/** A remedy as a block that unfolds; the first is unfolded from the start. */
export function remedyHtml(remedy: Remedy, number: number, explanation: Explanation): string {
  const prediction = predictionText(remedy.effect);
  const note = comparisonNote(explanation, remedy);
  const facts = [remedy.kind, ...remedy.signs.map((sign) => `for ${code(sign)}`), `confidence ${remedy.confidence}/10`];
  const parts: readonly (readonly [string, string])[] = [
    ['Cost', `<b class="gain">${escaped(effectText(remedy.effect))}</b> <span class="quiet">by the planner</span>`],
    ['Time', prediction === undefined ? '' : escaped(capital(prediction))],
    ['Run', block(remedy.sql.map(terminated))],
    ['Query', remedy.rewritten ? block([terminated(remedy.rewritten.sql.trim())]) : ''],
    ['Tested', remedy.rewritten ? prose(remedy.rewritten.tested) : ''],
    ['Setting', remedy.setting ? block([settingText(remedy.setting)]) : ''],
    ['Price', sentences(costsOf(remedy))],
    ['Evidence', remedy.evidence.length === 0 ? '' : evidenceHtml(remedy.evidence)],
    ['Doubts', sentences(remedy.doubts)],
  ];
  const told = parts.filter(([, text]) => text !== '');
  return `<details class="finding good" id="remedy-${number}"${number === 1 ? ' open' : ''}>
<summary><span class="badge">${number}</span><span class="head"><b>${prose(capital(remedy.title))}</b><span class="facts"><span>${escaped(effectText(remedy.effect))}</span> ${facts.map((fact) => `<span>${fact}</span>`).join(' ')}</span></span></summary>
<dl>
${told.map(([label, text]) => `<dt>${label}</dt><dd>${text}</dd>`).join('\n')}
</dl>
${note === undefined ? '' : `<p class="quiet beside">${escaped(note)}</p>`}
${comparisonHtml(comparePlans(explanation.baseline ?? explanation.plan, remedy.after))}
</details>`;
}

function block(statements: readonly string[]): string {
  if (statements.length === 0) return '';
  const lines = statements.flatMap((statement) => sqlLines(printableLines(statement), 86));
  return `<pre tabindex="0"><code>${markup(lines.join('\n'))}</code></pre>`;
}

function sentences(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul class="places">${texts.map((text) => `<li>${prose(text)}</li>`).join('')}</ul>`;
}

/** Both plans in two columns whose lines stand beside each other; on a narrow screen one above the other. */
function comparisonHtml(pairs: readonly ComparedPair[]): string {
  const shown = withoutLongRuns(pairs, most);
  const side = (which: 'before' | 'after') =>
    shown.map((pair) => {
      if (typeof pair === 'number') return `<div class="quiet">… ${count(pair, 'step')} the same</div>`;
      const line = pair[which];
      return line ? lineHtml(line, pair.same, which) : '<div class="none"></div>';
    });
  return `<div class="compare" style="--n:${shown.length + 1}"><div class="title">Before</div>${side('before').join('')}<div class="title">After</div>${side('after').join('')}</div>`;
}

function lineHtml(line: ComparedLine, same: boolean, which: 'before' | 'after'): string {
  const tag = same ? '' : which === 'before' ? ' class="out"' : ' class="in"';
  const sign = same ? '' : which === 'before' ? '− ' : '+ ';
  return `<div${tag}><span style="--depth:${line.depth}">${sign}${markup(printable(line.label))}</span><i>${escaped(line.cost)}</i></div>`;
}
