/** A form of string literal. */
export interface StringForm {
  /** At the place of the literal; what it captures as `end` closes it. */
  readonly open: RegExp;
  readonly close: (opened: RegExpExecArray) => RegExp;
  /** `\n` and the like stand for characters. */
  readonly escapes: boolean;
  /** What stands inside for a value; the rest of braces is found by counting them. */
  readonly holes?: RegExp;
}

export interface Language {
  readonly comments: readonly RegExp[];
  readonly strings: readonly StringForm[];
  /** What may stand between two literals that are one text. */
  readonly glue: RegExp;
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

/** How each language writes strings and comments; what only looks like them (patterns, templates in templates) is rare. */
export const syntax: Readonly<Record<string, Language>> = {
  TypeScript: script(),
  JavaScript: script(),
  Python: {
    comments: [line('#')],
    strings: [
      fixed(/(?:[bBrRuU]{0,2})?(?:"""|''')/y, /$/y, { close: python }),
      fixed(/(?:[fF][rR]?|[rR][fF])(?:"""|'''|"|')/y, /$/y, { close: python, holes: /\{(?!\{)/y }),
      fixed(/(?:[bBrRuU]{0,2})?["']/y, /$/y, { close: python }),
    ],
    glue: /^(?:\s|\\|\+|#[^\n]*\n)*$/,
  },
  Ruby: {
    comments: [line('#'), /^=begin[\s\S]*?^=end/my],
    strings: [
      {
        open: /<<[~-]?(['"`]?)([A-Z_]\w*)\1[^\n]*\n/y,
        close: (opened) => new RegExp(`^[ \\t]*${opened[2]}\\b`, 'my'),
        escapes: false,
        holes: /#\{/y,
      },
      fixed(/%[qQ]?\{/y, /\}/y, { holes: /#\{/y }),
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
        open: /<<<[ \t]*(["']?)(\w+)\1[^\n]*\n/y,
        close: (opened) => new RegExp(`^[ \\t]*${opened[2]}\\b`, 'my'),
        escapes: false,
        holes: /\{\$|\$(?=[a-z_])/y,
      },
      fixed(/"/y, /"/y, { holes: /\{\$|\$(?=[a-z_])/y }),
      single,
    ],
    glue: /^\s*\.\s*$/,
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
    comments: [line('//'), block],
    strings: [fixed(/`/y, /`/y, { holes: braces }), double, single],
    glue: plus,
  };
}

function python(opened: RegExpExecArray): RegExp {
  const mark = opened[0].replace(/^[a-zA-Z]+/, '');
  return new RegExp(mark, 'y');
}
