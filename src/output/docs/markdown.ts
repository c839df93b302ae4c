import { layout } from '../../diagram/layout/layout.ts';
import { mermaidBlock } from '../diagram/mermaid.ts';
import { svg } from '../diagram/svg.ts';
import { code as codeText, escaped, fenced } from '../markdown-text.ts';
import { printable, printableLines } from '../printable.ts';
import type { Dictionary, DocumentFile } from './dictionary.ts';
import { documented, materialOf } from './material.ts';
import { otherBlocks, overview, schemaLine } from './overview.ts';
import type { Block, Cell, Inline, Page } from './page.ts';
import { slugOf } from './slug.ts';
import { tablePage } from './table-page.ts';

const note = '<!-- Made by `relvar docs`: changes by hand are lost. -->';

/** A data dictionary in Markdown: README.md, a page for each table and view, and the diagram. */
export function markdownDocs(dictionary: Dictionary): readonly DocumentFile[] {
  const material = materialOf(dictionary);
  const pages = documented(dictionary).map((one) => tablePage(material, one));
  const picture = svg(layout(material.diagram, { most: 40 }), {
    theme: 'auto',
    title: `Diagram of ${dictionary.title}`,
    link: (key) => `tables/${slugOf(key)}.md`,
  });
  const entries = overview(material);
  const lines = entries.map((one) =>
    [
      `[${escaped(one.key)}](tables/${slugOf(one.key)}.md)`,
      one.kind,
      escaped(one.size),
      one.findings === 0 ? '' : String(one.findings),
      one.personal ? 'yes' : '',
      escaped(one.comment),
    ].join(' | '),
  );
  const index = [
    note,
    `# ${escaped(dictionary.title)}`,
    `${escaped(schemaLine(material))}. ${escaped(dictionary.engine)}.`,
    '[![Diagram of the schema](diagram.svg)](diagram.svg)',
    entries.length === 0
      ? 'There are no tables.'
      : [
          '| name | kind | size | findings | personal data | comment |',
          '|---|---|---|---:|---|---|',
          ...lines.map((line) => `| ${line} |`),
        ].join('\n'),
    ...otherBlocks(material).flatMap(({ title, block }) => [`## ${title}`, blockText(block)]),
  ];
  return [
    { path: 'README.md', content: `${index.join('\n\n')}\n` },
    { path: 'diagram.svg', content: picture },
    ...pages.map((page) => ({ path: `tables/${slugOf(page.key)}.md`, content: pageText(page) })),
  ];
}

function pageText(page: Page): string {
  const parts = [
    note,
    `# ${escaped(page.title)}`,
    `[All tables](../README.md) · ${page.kind}`,
    ...page.lead.map(cellText),
    ...page.sections.flatMap((section) => [`## ${section.title}`, ...section.blocks.map((block) => blockText(block))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return cellText(block.text);
    case 'code':
      return fenced(printableLines(block.text), 'sql');
    case 'picture':
      return fenced(mermaidBlock(block.diagram, block.diagram.entities.length > 12 ? 'names' : 'keys'), 'mermaid');
    case 'table': {
      const rows = block.rows.map(({ anchor, cells }) => {
        const [first = '', ...others] = cells.map(tableCell);
        return `| ${[anchor === undefined ? first : `<a id="${anchor}"></a>${first}`, ...others].join(' | ')} |`;
      });
      return [`| ${block.head.join(' | ')} |`, `|${block.head.map(() => '---').join('|')}|`, ...rows].join('\n');
    }
  }
}

function cellText(cell: Cell): string {
  return cell.map((one) => inline(one, codeText)).join('');
}

/** A pipe ends a cell, inside of code too: code with a pipe, or with a backtick, stands as HTML. */
function tableCell(cell: Cell): string {
  return cell
    .map((one) =>
      inline(one, (value) =>
        /[|`]/.test(value)
          ? `<code>${printable(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '&#124;').replaceAll('`', '&#96;').replaceAll('*', '&#42;').replaceAll('_', '&#95;')}</code>`
          : codeText(value),
      ),
    )
    .join('');
}

function inline(one: Inline, codeOf: (value: string) => string): string {
  switch (one.kind) {
    case 'text':
      return spaced(one.text, escaped);
    case 'quiet':
      return spaced(one.text, (value) => `_${escaped(value)}_`);
    case 'code':
      return codeOf(one.text);
    case 'badge':
      return `**${escaped(one.text)}**`;
    case 'link':
      return `[${escaped(one.text)}](${slugOf(one.page)}.md${one.anchor === undefined ? '' : `#${one.anchor}`})`;
  }
}

/** Emphasis must touch its words, and escapes must not see a space at the beginning as that of a line. */
function spaced(value: string, write: (inner: string) => string): string {
  const inner = value.trim();
  if (inner === '') return value;
  const at = value.indexOf(inner);
  return `${value.slice(0, at)}${write(inner)}${value.slice(at + inner.length)}`;
}
