import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { grammar } from '../understand/understand.ts';
import { designOfBrief } from './design-of.ts';
import { interview } from './interview.ts';
import { readBrief } from './read.ts';
import { briefText } from './write.ts';

/** Answers by the question's words; an empty line to all others. */
async function asked(
  answers: Readonly<Record<string, string | readonly string[]>>,
  signal = new AbortController().signal,
) {
  const questions: string[] = [];
  let told = '';
  const used = new Map<string, number>();
  const brief = await interview({
    domains,
    proposer: grammar(domains),
    signal,
    tell: (text) => {
      told += text;
    },
    ask: async (question) => {
      questions.push(question);
      const key = Object.keys(answers).find((one) => question.includes(one));
      const answer = key === undefined ? '' : answers[key];
      if (typeof answer === 'string') return answer;
      const at = used.get(key ?? '') ?? 0;
      used.set(key ?? '', at + 1);
      return answer?.[at] ?? '';
    },
  });
  const design = designOfBrief(readBrief(briefText(brief), 'brief.yaml'), domains);
  return { brief, design, questions, told };
}

describe('the interview', () => {
  it('asks no more than nine things of a domain, all with a default but the first', async () => {
    const { questions, design } = await asked({ 'What is it for': 'library' });
    expect(questions.length).toBeLessThanOrEqual(11);
    expect(questions.slice(1).every((one) => /\[.+\]: $/.test(one))).toBe(true);
    expect(design.entities.map((one) => one.name)).toEqual(expect.arrayContaining(['book', 'copy', 'loan']));
    expect(design.load).toEqual({ connections: 50, readsPerWrite: 10 });
    // What costs columns and procedures is not taken because a line was left empty.
    expect(design.wishes).toEqual([]);
  });

  it('takes plain words, adds and leaves out', async () => {
    const { design, told } = await asked({
      'What is it for': 'An online shop: customers, products with variants, carts, orders with items',
      'Add or leave out': '+coupon -cart_item -cart',
      'Any of': 'audit, soft delete',
      Connections: '300',
    });
    const names = design.entities.map((one) => one.name);
    expect(names).toContain('coupon');
    expect(names).not.toContain('cart');
    expect(told).toMatch(/Things to keep: .*order/);
    expect(design.wishes.map((one) => one.kind)).toEqual(expect.arrayContaining(['audit', 'soft delete']));
    expect(design.load.connections).toBe(300);
  });

  it('asks again where an answer cannot be taken, and says why', async () => {
    const { told, design } = await asked({
      'What is it for': ['99', 'the', 'games'],
      'Add or leave out': ['-playr', ''],
      'How many players': ['lots', '2M'],
      'Reads for each': ['-1', '20'],
      'Under which laws': ['yes', 'GDPR'],
    });
    expect(told).toMatch(/the names of the laws/);
    expect(design.wishes.map((one) => one.kind)).toContain('privacy');
    expect(told).toMatch(new RegExp(`a number from 1 to ${domains.length}`));
    expect(told).toMatch(/did you mean player\?/);
    expect(told).toMatch(/"lots" is not a number/);
    expect(design.entities.find((one) => one.name === 'player')?.volume).toMatchObject({ rows: 2_000_000 });
  });

  it('asks how many there are of what the library does not know, and suggests nothing of a domain that is hardly met', async () => {
    const { told, questions, design } = await asked({
      'What is it for': 'A kiln yard: customers with kilns, firings with glazes',
      'How many firings': '20k',
    });
    expect(told).not.toContain('Often kept as well');
    expect(questions).toContainEqual(expect.stringContaining('How many firings? [not known]'));
    expect(design.entities.find((one) => one.name === 'firing')?.volume).toMatchObject({ rows: 20_000 });
  });

  it('lets the tenant be said', async () => {
    const { design } = await asked({ 'What is it for': 'projects', 'By which thing': ['zebra', 'project'] });
    expect(design.wishes.find((one) => one.kind === 'tenancy')?.by).toBe('project');
  });

  it('takes the default after many answers that cannot be taken: the others are not lost', async () => {
    const { design, told } = await asked({
      'What is it for': 'library',
      Connections: '300',
      'Reads for each': ['many', 'more', '-1', '0', '1.5', 'none'],
    });
    expect(design.load).toEqual({ connections: 300, readsPerWrite: 10 });
    expect(told).toContain('what stands in brackets is taken');
  });

  it('gives up after answers that say nothing, and when it is interrupted', async () => {
    await expect(asked({})).rejects.toMatchObject({ code: 'no-answer' });
    const controller = new AbortController();
    controller.abort();
    await expect(asked({ 'What is it for': 'shop' }, controller.signal)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
