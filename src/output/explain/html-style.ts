/** What the page of an explanation has beyond the look of all reports: the verdict, the plan tree, two plans beside each other. */
export const explanationStyle = `
.answer { margin-top: 1rem; border-left: 4px solid var(--tone); }
.answer dl { padding: 0; grid-template-columns: 4rem minmax(0, 1fr); gap: .45rem 1rem; }
.strong { font-weight: 620; }
.gain { --tone: var(--good); color: var(--good); }
.toned { color: var(--tone); }
.query { margin-top: .75rem; }
.query pre { border: 1px solid var(--line); }
.query .facts { margin: .4rem 0 0; }
.mark { display: inline-block; min-width: 1.35em; padding: 0 .3em; margin-right: .35em; border-radius: 99px; background: var(--poor); color: var(--card); font-size: .75rem; font-weight: 700; line-height: 1.5; text-align: center; text-decoration: none; flex: none; }
.finding > summary .mark { margin-top: .2rem; }
.tree { padding: .5rem 0; font-size: .875rem; }
.tree .row { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) auto 5.5rem; gap: 0 .9rem; padding: .25rem 1rem; scroll-margin-top: 1rem; }
.tree .row:target { background: var(--code); }
.tree .top { font-size: .75rem; }
.tree .share { display: flex; align-items: center; gap: .5rem; height: 1.5rem; }
.tree .share .bar { flex: 1; margin: 0; }
.tree .share b { width: 2.75rem; white-space: nowrap; text-align: right; font-weight: 600; font-variant-numeric: tabular-nums; color: var(--tone, var(--quiet)); }
.tree .bar i { background: var(--tone, var(--quiet)); }
.tree .node { --step: 1rem; padding-left: calc(min(var(--depth, 0), 24) * var(--step)); background: repeating-linear-gradient(to right, var(--line) 0 1px, transparent 1px var(--step)) 0 0 / calc(min(var(--depth, 0), 24) * var(--step)) 100% no-repeat; overflow-wrap: anywhere; margin: -.25rem 0; padding-top: .25rem; padding-bottom: .25rem; }
.tree .node small { display: block; color: var(--quiet); font: .75rem/1.5 ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace; padding-left: .75rem; }
.tree .rows, .tree .amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tree .row:not(.top) .rows i, .tree .row:not(.top) .amount i { display: none; font-style: normal; color: var(--quiet); }
.tree .rows { min-width: 8rem; }
.off { color: var(--fair); font-weight: 620; }
.notes { list-style: none; padding: 0; margin: .6rem 0 0; font-size: .875rem; }
.notes li + li { margin-top: .15rem; }
.scale { overflow-x: auto; padding: .5rem 1.1rem; }
.scale table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.scale th { font-weight: 400; color: var(--quiet); font-size: .8125rem; }
.scale th, .scale td { text-align: right; padding: .35rem 1rem .35rem 0; white-space: nowrap; }
.scale th:last-child, .scale td:last-child { text-align: left; white-space: normal; min-width: 14rem; padding-right: 0; }
.scale tbody tr { border-top: 1px solid var(--line); }
.beside { margin: 0; padding: 0 1.1rem .75rem; font-size: .875rem; }
.compare { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); grid-template-rows: repeat(var(--n), auto); grid-auto-flow: column; gap: 0 1.25rem; margin: 0 1.1rem 1.1rem; padding: .6rem .8rem; background: var(--code); border-radius: 6px; font: .75rem/1.6 ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace; }
.compare div { display: flex; justify-content: space-between; gap: 1rem; min-width: 0; padding: 0 .3rem; border-radius: 3px; }
.compare span { padding-left: calc(min(var(--depth), 20) * .8rem); overflow-wrap: anywhere; }
.compare i { font-style: normal; font-variant-numeric: tabular-nums; white-space: nowrap; }
.compare .title { color: var(--quiet); }
.compare .out { color: var(--poor); background: color-mix(in srgb, var(--poor) 10%, transparent); }
.compare .in { color: var(--good); background: color-mix(in srgb, var(--good) 10%, transparent); }
@media (max-width: 44rem) {
  .answer dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; }
  .tree .row { grid-template: "node node node" auto "share rows amount" auto / minmax(5rem, 1fr) auto auto; gap: .1rem .75rem; padding: .3rem .75rem; border-top: 1px solid var(--line); }
  .tree .row.top { display: none; }
  .tree .row.top + .row { border-top: 0; }
  .tree .node { --step: .5rem; grid-area: node; margin: -.3rem 0 0; }
  .tree .share { grid-area: share; max-width: 8rem; }
  .tree .rows { grid-area: rows; min-width: 0; }
  .tree .amount { grid-area: amount; }
  .tree .row:not(.top) .rows i, .tree .row:not(.top) .amount i { display: inline; }
  .compare { display: block; margin: 0 .85rem .85rem; }
  .compare .title:not(:first-child) { margin-top: .6rem; }
  .compare .none { display: none; }
  .compare span { padding-left: calc(min(var(--depth), 20) * .5rem); }
  .beside { padding: 0 .85rem .5rem; }
}
`;
