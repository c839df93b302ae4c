/** A form of string literal. */
export interface StringForm {
  /** At the place of the literal; what it captures as `end` closes it. */
  readonly open: RegExp;
  readonly close: (opened: RegExpExecArray) => RegExp;
  /** `\n` and the like stand for characters; `kept`: a backslash stays, and what is behind it closes nothing. */
  readonly escapes: boolean | 'kept';
  /** It begins on the next line, behind those that were opened on the same line before it. */
  readonly hereDocument?: true;
  /** The bracket that opens it, which may stand inside it as long as it is closed there. */
  readonly nests?: (opened: RegExpExecArray) => string;
  /** What stands inside for a value; the rest of braces is found by counting them. */
  readonly holes?: RegExp;
}

export interface Language {
  readonly comments: readonly RegExp[];
  readonly strings: readonly StringForm[];
  /** What may stand between two literals that are one text. */
  readonly glue: RegExp;
  /** What joins a text and a value: `+` when absent. */
  readonly joins?: string;
}

const line = (mark: string) => new RegExp(`${mark}[^\\n]*`, 'y');
const block = /\/\*[\s\S]*?\*\//y;
const fixed = (open: RegExp, close: RegExp, more: Partial<StringForm> = {}): StringForm => ({
  open,
  close: () => close,
  escapes: true,
  ...more,
});
const double = fixed(/"/y, /"/y);
const single = fixed(/'/y, /'/y);
const braces = /\$\{/y;
const plus = /^\s*\+\s*$/;
const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '<': '>' };
/** `/["']/g`, where a value may stand. */
const pattern = /(?<=(?:^|[=(,:[!&|?{};]|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

/** How each language writes strings and comments; what only looks like them (patterns, templates in templates) is rare. */
export const syntax: Readonly<Record<string, Language>> = {
  TypeScript: script(),
  JavaScript: script(),
  Python: {
    comments: [line('#')],
    strings: [
      fixed(/(?:[bBrRuU]{0,2})?(?:"""|''')/y, /$/y, { close: python }),
      fixed(/(?:[fF][rR]|[rR][fF])(?:"""|'''|"|')/y, /$/y, { close: python, holes: /\{(?!\{)/y, escapes: 'kept' }),
      fixed(/[fF](?:"""|'''|"|')/y, /$/y, { close: python, holes: /\{(?!\{)/y }),
      fixed(/(?:[bB]?[rR][bB]?)(?:"""|'''|"|')/y, /$/y, { close: python, escapes: 'kept' }),
      fixed(/(?:[bBrRuU]{0,2})?["']/y, /$/y, { close: python }),
    ],
    glue: /^(?:\s|\\|\+|#[^\n]*\n)*$/,
  },
  Ruby: {
    comments: [line('#'), /^=begin[\s\S]*?^=end/my],
    strings: [
      {
        open: /<<[~-]?(['"`]?)([A-Z_]\w*)\1/y,
        close: (opened) => new RegExp(`^[ \\t]*${opened[2]}\\b`, 'my'),
        escapes: false,
        hereDocument: true,
        holes: /#\{/y,
      },
      fixed(/(?<![\w)\]]\s*)%[qQ]?([({[<|!])/y, /$/y, {
        close: (opened) => new RegExp(`\\${closing[opened[1] ?? ''] ?? opened[1]}`, 'y'),
        nests: (opened) => (closing[opened[1] ?? ''] === undefined ? '' : (opened[1] ?? '')),
        holes: /#\{/y,
      }),
      fixed(/"/y, /"/y, { holes: /#\{/y }),
      single,
    ],
    glue: /^(?:\s|\\|\+|<<)*$/,
  },
  Go: {
    comments: [line('//'), block],
    strings: [fixed(/`/y, /`/y, { escapes: false }), double, fixed(/'/y, /'/y)],
    glue: plus,
  },
  Java: {
    comments: [line('//'), block],
    strings: [fixed(/"""/y, /"""/y), double, single],
    glue: plus,
  },
  PHP: {
    comments: [line('//'), /#(?!\[)[^\n]*/y, block],
    strings: [
      {
        open: /<<<[ \t]*(["']?)(\w+)\1/y,
        close: (opened) => new RegExp(`^[ \\t]*${opened[2]}\\b`, 'my'),
        escapes: false,
        hereDocument: true,
        holes: /\{\$|\$(?=[a-z_])/y,
      },
      fixed(/"/y, /"/y, { holes: /\{\$|\$(?=[a-z_])/y }),
      single,
    ],
    glue: /^\s*\.\s*$/,
    joins: '.',
  },
  'C#': {
    comments: [line('//'), block],
    strings: [
      fixed(/\$+"""/y, /"""/y, { escapes: false, holes: /\{/y }),
      fixed(/"""/y, /"""/y, { escapes: false }),
      fixed(/(?:\$@|@\$)"/y, /"(?!")/y, { escapes: false, holes: /\{(?!\{)/y }),
      fixed(/@"/y, /"(?!")/y, { escapes: false }),
      fixed(/\$"/y, /"/y, { holes: /\{(?!\{)/y }),
      double,
      single,
    ],
    glue: plus,
  },
};

function script(): Language {
  return {
    // A pattern is passed over as comments are: its quotes open nothing.
    comments: [line('//'), block, pattern],
    strings: [fixed(/`/y, /`/y, { holes: braces }), double, single],
    glue: plus,
  };
}

function python(opened: RegExpExecArray): RegExp {
  const mark = opened[0].replace(/^[a-zA-Z]+/, '');
  return new RegExp(mark, 'y');
}
