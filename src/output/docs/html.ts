import { code as codeHtml, escaped, markup } from '../html-text.ts';
import { printable, printableLines } from '../printable.ts';
import type { Dictionary, DocumentFile } from './dictionary.ts';
import { docsStyle } from './html-docs-style.ts';
import { searchScript } from './html-search.ts';
import { documented, materialOf } from './material.ts';
import { type OverviewEntry, otherBlocks, overview, schemaLine, searchText } from './overview.ts';
import type { Block, Cell, Inline, Page } from './page.ts';
import type { DocsPictures } from './pictures.ts';
import { slugOf } from './slug.ts';
import { tablePage } from './table-page.ts';
import type { Material } from './table-parts.ts';

/** More tables than these have a page for their diagram alone. */
const inlineDiagram = 40;

/**
 * The documentation as a site of plain files that a browser opens from the disk: an index with a search, the diagram,
 * and a page for each table and view. Nothing comes from elsewhere; `hash` gives the base64 SHA-256 of a text, for
 * the policy that allows the one script.
 */
export function htmlDocs(
  dictionary: Dictionary,
  pictures: DocsPictures,
  hash: (text: string) => string,
): readonly DocumentFile[] {
  const material = materialOf(dictionary);
  const own = material.diagram.entities.length > inlineDiagram;
  const files: DocumentFile[] = [
    { path: 'index.html', content: indexPage(material, pictures, own, hash(searchScript)) },
    { path: 'diagram.svg', content: pictures.whole },
  ];
  if (own) files.push({ path: 'diagram.html', content: diagramPage(dictionary, pictures.whole) });
  for (const one of documented(dictionary)) {
    const page = tablePage(material, one);
    files.push({ path: `tables/${slugOf(page.key)}.html`, content: tableHtml(dictionary, pictures, page) });
  }
  return files;
}

interface Frame {
  readonly title: string;
  /** Hash of the one script of the page. */
  readonly script?: string;
  readonly body: string;
}

function frame({ title, script, body }: Frame): string {
  const scripts = script === undefined ? '' : `; script-src 'sha256-${script}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${scripts}">
<meta name="generator" content="relvar docs">
<title>${escaped(title)}</title>
<style>${docsStyle}</style>
</head>
<body>
<div class="page">
${body}
<footer>Made by relvar docs. ≈ and “about” mark what is presumed from the schema.</footer>
</div>
</body>
</html>
`;
}

function indexPage(material: Material, pictures: DocsPictures, own: boolean, script: string): string {
  const { dictionary } = material;
  const entries = overview(material);
  const body = [
    `<p class="eyebrow">${escaped(dictionary.engine)}</p>`,
    `<h1>${escaped(dictionary.title)}</h1>`,
    `<p class="quiet">${escaped(schemaLine(material))}</p>`,
    '<input id="search" type="search" class="search" placeholder="Search names, columns and comments ( / )" aria-label="Search" autocomplete="off">',
    own
      ? '<p><a href="diagram.html">The diagram of the schema</a></p>'
      : `<div id="drawing"><h2 id="diagram">Diagram</h2>${picture(pictures.whole, '<a href="diagram.svg">as a file</a>')}</div>`,
    '<h2 id="tables">Tables and views</h2>',
    `<ul id="list" class="list card">${entries.map(entryHtml).join('\n')}</ul>`,
    `<p id="none"${entries.length === 0 ? '' : ' hidden'}>Nothing is found.</p>`,
    ...otherBlocks(material).map(
      ({ title, block }) => `<h2 id="${title.toLowerCase()}">${title}</h2>${blockHtml(block, pictures)}`,
    ),
    `<script>${searchScript}</script>`,
  ];
  return frame({ title: dictionary.title, script, body: body.join('\n') });
}

function entryHtml(entry: OverviewEntry): string {
  const facts = [
    entry.kind === 'table' ? '' : entry.kind,
    entry.size,
    entry.findings === 0 ? '' : `${entry.findings} ${entry.findings === 1 ? 'finding' : 'findings'}`,
    entry.personal ? 'personal data' : '',
  ].filter((one) => one !== '');
  return `<li data-search="${escapedAttribute(searchText(entry))}" data-columns="${escapedAttribute(entry.columns.join('\u0001'))}"><a href="tables/${slugOf(entry.key)}.html">${name(entry.key)}</a><span class="facts">${facts.map(escaped).join(' · ')}</span>${entry.comment === '' ? '' : `<br>${escaped(entry.comment)}`}<span class="hits"></span></li>`;
}

/** As it is, but for what is markup; the separator of columns stays. */
function escapedAttribute(value: string): string {
  return value
    .split('\u0001')
    .map((part) => markup(printable(part)))
    .join('\u0001');
}

function name(value: string): string {
  return `<bdi>${markup(printable(value)).replaceAll('.', '.<wbr>').replaceAll('_', '_<wbr>')}</bdi>`;
}

function diagramPage(dictionary: Dictionary, drawing: string): string {
  return frame({
    title: `Diagram of ${dictionary.title}`,
    body: `<nav><a href="index.html">${escaped(dictionary.title)}</a><a href="diagram.svg">as a file</a></nav>\n<h1>Diagram</h1>\n<div class="scroll picture large">${drawing}</div>`,
  });
}

function tableHtml(dictionary: Dictionary, pictures: DocsPictures, page: Page): string {
  const sections = page.sections.map(
    (section) =>
      `<h2 id="${section.id}">${section.title}</h2>\n${section.blocks.map((block) => blockHtml(block, pictures)).join('\n')}`,
  );
  const contents = page.sections.map((section) => `<a href="#${section.id}">${section.title}</a>`);
  const body = [
    `<nav><a href="../index.html">${escaped(dictionary.title)}</a><form action="../index.html"><input name="q" type="search" placeholder="Search" aria-label="Search"></form></nav>`,
    `<p class="eyebrow">${page.kind}</p>`,
    `<h1>${name(page.title)}</h1>`,
    ...page.lead.map((cell) => `<p>${cellHtml(cell)}</p>`),
    `<p class="quiet">${contents.join(' · ')}</p>`,
    ...sections,
  ];
  return frame({ title: `${page.title} · ${dictionary.title}`, body: body.join('\n') });
}

function blockHtml(block: Block, pictures: DocsPictures): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${cellHtml(block.text)}</p>`;
    case 'code': {
      const body = `<pre tabindex="0"><code>${markup(printableLines(block.text))}</code></pre>`;
      return block.summary === undefined ? body : `<details><summary>${block.summary}</summary>${body}</details>`;
    }
    case 'picture':
      return picture(pictures.near.get(block.focus) ?? '', '');
    case 'table': {
      const head = `<tr class="head">${block.head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')}</tr>`;
      const rows = block.rows.map(
        ({ anchor, cells }) =>
          `<tr${anchor === undefined ? '' : ` id="${anchor}"`}>${cells.map((cell, at) => `<td${at === 0 ? '' : ` data-head="${escaped(block.head[at] ?? '')}"`}>${cellHtml(cell)}</td>`).join('')}</tr>`,
      );
      return `<div class="scroll stack"><table><tbody>${head}${rows.join('\n')}</tbody></table></div>`;
    }
  }
}

function picture(drawn: string, beside: string): string {
  return `<div class="scroll picture">${drawn}</div>${beside === '' ? '' : `<p class="quiet">${beside}</p>`}`;
}

function cellHtml(cell: Cell): string {
  return cell.map(inline).join('');
}

function inline(one: Inline): string {
  switch (one.kind) {
    case 'text':
      return escaped(one.text);
    case 'quiet':
      return `<span class="quiet">${escaped(one.text)}</span>`;
    case 'code':
      return codeHtml(one.text);
    case 'badge':
      return `<span class="badge" title="${escaped(one.meaning)}">${escaped(one.text)}</span>`;
    case 'link':
      return `<a href="${slugOf(one.page)}.html${one.anchor === undefined ? '' : `#${one.anchor}`}">${name(one.text)}</a>`;
  }
}
