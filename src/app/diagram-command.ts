import type { Config } from '../config/config.ts';
import type { Diagram } from '../diagram/diagram.ts';
import { diagramOf } from '../diagram/diagram-of.ts';
import type { Detail } from '../diagram/layout/box.ts';
import { layout } from '../diagram/layout/layout.ts';
import { type Scope, scoped } from '../diagram/scope.ts';
import type { Diagnostic } from '../findings/error.ts';
import { dbml } from '../output/diagram/dbml.ts';
import { dot } from '../output/diagram/dot.ts';
import { mermaid } from '../output/diagram/mermaid.ts';
import { plantuml } from '../output/diagram/plantuml.ts';
import { svg, svgSize } from '../output/diagram/svg.ts';
import { openSource } from './open-source.ts';

export const diagramFormats = ['svg', 'png', 'mermaid', 'dbml', 'plantuml', 'dot'] as const;
export type DiagramFormat = (typeof diagramFormats)[number];

/** A diagram as the command line and the API ask for it. */
export interface DiagramRequest extends Scope {
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  readonly format: DiagramFormat;
  /** How much of each table; by the number of tables when absent. */
  readonly detail?: Detail;
  readonly views: boolean;
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Of a PNG: pixels for a pixel. */
  readonly scale?: number;
  /** Of a PNG: a font file. */
  readonly font?: string;
}

export interface DiagramResult {
  readonly content: string | Uint8Array;
  readonly diagram: Diagram;
  readonly diagnostics: readonly Diagnostic[];
  /** What the picture became, for standard error: `84 tables, 5312 × 3560`. */
  readonly note: string;
}

/** Columns of a box at most, in a picture. */
const mostColumns = 40;

/** @throws RelvarError for every kind of bad input */
export async function diagramCommand(request: DiagramRequest): Promise<DiagramResult> {
  const opened = await openSource({ ...request, volumes: [] });
  await opened.close();
  const { catalog, diagnostics, source, traits } = opened;
  request.progress('laying out the diagram');
  const diagram = scoped(diagramOf(catalog, { views: request.views }), request);
  const drawn = await drawDiagram(diagram, request, { title: source.name, engine: traits.name });
  return { ...drawn, diagram, diagnostics };
}

/** Writes a diagram in the form that is asked for. */
async function drawDiagram(
  diagram: Diagram,
  request: Pick<DiagramRequest, 'format' | 'detail' | 'theme' | 'scale' | 'font' | 'around'>,
  about: { readonly title: string; readonly engine: string },
): Promise<Pick<DiagramResult, 'content' | 'note'>> {
  const { format, detail } = request;
  const count = `${diagram.entities.length} ${diagram.entities.length === 1 ? 'table' : 'tables'}`;
  switch (format) {
    case 'mermaid':
      return { content: mermaid(diagram, { title: about.title, ...(detail ? { detail } : {}) }), note: count };
    case 'dbml':
      return { content: dbml(diagram, about), note: count };
    case 'plantuml':
      return { content: plantuml(diagram, { title: about.title, ...(detail ? { detail } : {}) }), note: count };
    case 'dot':
      return { content: dot(diagram, { title: about.title, ...(detail ? { detail } : {}) }), note: count };
    case 'svg':
    case 'png': {
      const picture = layout(diagram, { most: mostColumns, ...(detail ? { detail } : {}) });
      const theme = request.theme ?? (format === 'svg' ? 'auto' : 'light');
      const [focus] =
        request.around.length === 1
          ? diagram.entities.filter((one) => [one.name, one.key].includes(request.around[0] ?? ''))
          : [];
      const text = svg(picture, {
        theme: format === 'png' && theme === 'auto' ? 'light' : theme,
        title: `Diagram of ${about.title}: ${count}`,
        ...(focus ? { focus: focus.key } : {}),
      });
      const size = svgSize(picture);
      if (format === 'svg') return { content: text, note: `${count}, ${size.width} × ${size.height}` };
      const { png } = await import('./diagram/png.ts');
      const image = await png(text, size, {
        ...(request.scale === undefined ? {} : { scale: request.scale }),
        ...(request.font === undefined ? {} : { fontFile: request.font }),
      });
      return { content: image.bytes, note: `${count}, ${image.width} × ${image.height} pixels` };
    }
  }
}
