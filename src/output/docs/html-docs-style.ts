/** The look of the documentation: readable from 320 px up, light and dark, printable. */
export const docsStyle = `
:root{color-scheme:light dark;--ground:#f6f6f4;--card:#fff;--ink:#1b1f24;--quiet:#59626d;--line:#e1e4e8;--code:#f1f2f4;--link:#1f56a8;--mark:#97580a}
@media(prefers-color-scheme:dark){:root{--ground:#121518;--card:#1b1f23;--ink:#e5e8eb;--quiet:#9ba5b0;--line:#2c3238;--code:#14171a;--link:#8db6ff;--mark:#efb55f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.page{max-width:75rem;margin:0 auto;padding:1rem 1rem 4rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;font-size:.875rem;margin-bottom:1.25rem}
nav form{margin-left:auto}
.search{margin:.75rem 0 0}
input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.35rem .7rem;width:100%}
nav input{width:14rem}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h2{font-size:1.05rem;margin:2rem 0 .6rem}
.eyebrow{color:var(--quiet);font-size:.875rem;margin:0 0 .15rem}
p{margin:.5rem 0}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,monospace}
.quiet{color:var(--quiet)}
.badge{display:inline-block;font-size:.7rem;font-weight:650;line-height:1;padding:.25em .4em;border-radius:4px;border:1px solid currentColor;color:var(--mark);vertical-align:.1em}
.card,.scroll{background:var(--card);border:1px solid var(--line);border-radius:10px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem;border-top:1px solid var(--line)}
tr:first-child>th{border-top:0}
th{color:var(--quiet);font-weight:500;font-size:.8125rem;white-space:nowrap}
td{overflow-wrap:break-word;min-width:4rem}
td:first-child{white-space:nowrap}
tr:target{background:color-mix(in srgb,var(--mark) 16%,transparent)}
.picture{overflow:auto;padding:.25rem;max-height:85vh}
.picture svg{display:block;height:auto;max-width:100%;margin:0 auto}
.picture.large svg{max-width:none}
.picture .ground{fill:none!important}
pre{margin:.4rem 0;padding:.75rem .9rem;background:var(--code);border:1px solid var(--line);border-radius:8px;overflow-x:auto}
pre code{white-space:pre;overflow-wrap:normal}
details{margin:.3rem 0 .9rem}
summary{cursor:pointer;color:var(--quiet);font-size:.875rem}
.list{list-style:none;margin:.75rem 0 0;padding:0}
.list li{padding:.55rem .9rem;border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.list .facts{color:var(--quiet);font-size:.8125rem;margin-left:.6rem}
.list .hits{display:block;color:var(--quiet);font-size:.8125rem}
[hidden]{display:none!important}
.two{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:baseline;justify-content:space-between}
footer{margin-top:2.5rem;font-size:.8125rem;color:var(--quiet)}
@media(max-width:40rem){
nav form{margin-left:0;width:100%}nav input{width:100%}

.page{padding:.75rem .75rem 3rem}
.picture svg{max-width:none}
.list .facts{display:block;margin:0}
.scroll.stack{overflow:visible}
.stack table,.stack tbody,.stack tr,.stack td{display:block;width:100%}
.stack tr.head{display:none}
.stack tr{padding:.5rem .8rem;border-top:1px solid var(--line)}
.stack tr.head+tr{border-top:0}
.stack td{border:0;padding:.1rem 0;min-width:0;white-space:normal}
.stack td:empty{display:none}
.stack td[data-head]::before{content:attr(data-head);display:inline-block;min-width:5.5rem;margin-right:.5rem;color:var(--quiet);font-size:.8125rem}
}
@media print{nav form,.search{display:none}body{background:#fff}.card,.scroll{break-inside:avoid}}
`;
