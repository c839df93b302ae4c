import { escaped } from './html-text.ts';

/** What a page is made of; `header` and `main` are HTML, the others plain text. */
export interface HtmlPage {
  readonly title: string;
  readonly generator: string;
  readonly style: string;
  readonly header: string;
  readonly main: string;
}

/**
 * One file for a browser: no script, no font, no image, nothing from elsewhere (a policy in the file forbids it, so
 * that no name in a schema can do harm).
 */
export function htmlPage({ title, generator, style, header, main }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="${escaped(generator)}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<div class="page">
<header>
${header}
</header>
<main>
${main}
</main>
<footer>${escaped(generator)}</footer>
</div>
</body>
</html>
`;
}
