import { escaped } from '../html-text.ts';
import type { PlanRow, PlanTable } from './plan-rows.ts';

/** The plan as a tree: marks of the causes, a bar for each node's own share, its name and conditions, rows, time or cost. */
export function planTreeHtml(table: PlanTable): string {
  const share = table.uncosted && !table.timed ? '' : 'own share';
  const amount = table.timed ? 'time' : table.uncosted ? '' : 'cost';
  const rows = table.analyzed && !table.uncosted ? 'rows expected → found' : 'rows';
  return `<div class="card tree">
<div class="row top quiet" aria-hidden="true"><span class="share">${share}</span><span class="node">step</span><span class="rows">${rows}</span><span class="amount">${amount}</span></div>
${table.rows.map((row) => rowHtml(row, amount)).join('\n')}
</div>`;
}

function rowHtml(row: PlanRow, amount: string): string {
  const heat = row.folded > 0 ? '' : row.share >= 0.5 ? ' poor' : row.share >= 0.15 ? ' fair' : '';
  const quiet = row.neverExecuted || row.folded > 0 ? ' quiet' : '';
  const marks = row.marks.map((number) => `<a class="mark" href="#cause-${number}">${number}</a>`).join('');
  const details = row.details
    .map(({ text, note }) => `<small>${escaped(text)}${note === undefined ? '' : ` <b>· ${escaped(note)}</b>`}</small>`)
    .join('');
  const value = row.folded > 0 ? 0 : Number((row.share * 100).toFixed(1));
  const label = (text: string, name: string) => (text === '' ? '' : `<i>${name}</i>${escaped(text)}`);
  return `<div class="row${heat}${quiet}" id="node-${row.path}"><span class="share"><span class="bar" style="--value:${value}"><i></i></span><b>${escaped(row.percent)}</b></span><span class="node" style="--depth:${row.depth}"><span>${marks}${escaped(row.label)}</span>${details}</span><span class="rows${row.off ? ' off' : ''}">${label(row.rows, 'rows ')}</span><span class="amount">${label(row.amount, `${amount} `)}</span></div>`;
}
