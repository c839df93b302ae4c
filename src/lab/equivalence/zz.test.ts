import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { openParser } from '../../engines/postgres/query/parser.ts';
import { sameTree } from '../../engines/postgres/query/same-tree.ts';
import { candidates } from '../../engines/postgres/rewrites/index.ts';
import { agreements } from './agree.ts';
it('mutants', async () => {
  const src = readFileSync('src/lab/equivalence/rewrites.test.ts', 'utf8');
  const schema = /const schema = `([\s\S]*?)`/.exec(src)![1]!.replace('create table orders', 'create table coupons_later (id bigint primary key, code text unique);\n  create table orders').replaceAll('coupons_later', 'coupons');
  await resetDatabase();
  const d = await embedded();
  await d.exec(schema);
  const catalog = await postgres.introspect(d);
  const parser = await openParser();
  const applies = [...src.matchAll(/applies: \[([\s\S]*?)\],\n/g)].flatMap((m) => [...m[1]!.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map((x) => x[1] ?? x[2]!));
  let killed = 0, alive = 0, other = 0; const t0 = performance.now(); let n = 0;
  const opposite: any = { '=': '<>', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '<>': '=' , '+': '-'};
  for (const sql of applies) {
    const forms = await candidates(sql, catalog, 'public');
    for (const form of forms.slice(0, 2)) {
      const tree: any = (parser.parse(form.sql) as any).statements[0].node;
      const mutants: string[] = []; const names: string[] = [];
      const visit = (node: any, path: (string | number)[]) => {
        if (typeof node !== 'object' || node === null) return;
        const mut = (name: string, f: (n: any) => void) => { const c = structuredClone(tree); let p = c; for (const k of path) p = p[k]; f(p); const s = parser.write(c); const a: any = parser.parse(s); if (!('fault' in a) && sameTree(a.statements[0].node, c)) { mutants.push(s); names.push(name); } };
        if (node.A_Expr?.kind === 'AEXPR_OP') { const o = node.A_Expr.name[0].String.sval; if (opposite[o]) mut('op ' + o, (p) => { p.A_Expr.name[0].String.sval = opposite[o]; }); }
        if (node.NullTest) mut('nulltest', (p) => { p.NullTest.nulltesttype = p.NullTest.nulltesttype === 'IS_NULL' ? 'IS_NOT_NULL' : 'IS_NULL'; });
        if (node.BooleanTest) mut('istrue', (p) => { const b = p.BooleanTest.arg; delete p.BooleanTest; p.BoolExpr = { boolop: 'NOT_EXPR', args: [b] }; });
        if (node.BoolExpr?.boolop === 'AND_EXPR' && node.BoolExpr.args.length > 1) for (let i = 0; i < node.BoolExpr.args.length; i++) mut('drop and ' + i, (p) => { p.BoolExpr.args.splice(i, 1); if (p.BoolExpr.args.length === 1) { const [x] = p.BoolExpr.args; delete p.BoolExpr; Object.assign(p, x); } });
        if (node.BoolExpr?.boolop === 'OR_EXPR' && node.BoolExpr.args.length > 1) for (let i = 0; i < node.BoolExpr.args.length; i++) mut('drop or ' + i, (p) => { p.BoolExpr.args.splice(i, 1); if (p.BoolExpr.args.length === 1) { const [x] = p.BoolExpr.args; delete p.BoolExpr; Object.assign(p, x); } });
        if (node.BoolExpr?.boolop === 'NOT_EXPR') mut('not', (p) => { const [x] = p.BoolExpr.args; delete p.BoolExpr; Object.assign(p, x); });
        if (node.JoinExpr?.jointype) mut('join', (p) => { p.JoinExpr.jointype = p.JoinExpr.jointype === 'JOIN_LEFT' ? 'JOIN_INNER' : 'JOIN_LEFT'; });
        if (node.CoalesceExpr) mut('coalesce', (p) => { const [x] = p.CoalesceExpr.args; delete p.CoalesceExpr; Object.assign(p, x); });
        if (node.op === 'SETOP_UNION') mut('union', (p) => { p.all = !p.all; });
        if (node.targetList && node.op === 'SETOP_NONE' && !node.groupClause) mut('distinct', (p) => { if (p.distinctClause) delete p.distinctClause; else p.distinctClause = [{}]; });
        if (node.whereClause) mut('nowhere', (p) => { delete p.whereClause; });
        for (const [k, v] of Object.entries(node)) visit(v, [...path, k]);
      };
      visit(tree, []);
      const found = await agreements(d, catalog, sql, mutants); n += mutants.length;
      found.forEach((f, i) => { if ('agree' in f && f.agree) { alive++; console.log('ALIVE', names[i], '|', sql, '|', mutants[i]); } else if ('untestable' in f) { other++; console.log('UNTESTABLE', f.untestable, '|', sql); } else killed++; });
    }
  }
  console.log({ killed, alive, other, n, ms: performance.now() - t0 });
}, 600000);
