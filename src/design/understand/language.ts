import { phrases } from '../../catalog/words.ts';

/** Words that hold sentences together in other languages, without those that English has, too. */
const marks: readonly (readonly [string, ReadonlySet<string>])[] = [
  [
    'German',
    new Set(
      phrases(
        'der, das, und, ein, eine, einen, mit, für, nicht, sind, ist, haben, hat, wir, werden, wird, von, zu, den, dem, auf, jede, jeder, jedes, mehrere, können, kann, oder, auch, ihre, ihren, seine, im, bei, mehreren, eines, einem, einer, neueste, zuerst, nach, sowie, alle, aus, durch, wenn, dass, es, ihr, unsere, zum, zur, beim, vom, welche, wie',
      ),
    ),
  ],
  [
    'French',
    new Set(
      phrases(
        'le, la, les, des, une, et, avec, pour, est, sont, dans, qui, que, nous, peut, peuvent, plusieurs, chaque, du, au, aux, sur, par, ou, leur, leurs, ses, être, avoir',
      ),
    ),
  ],
  [
    'Spanish',
    new Set(
      phrases(
        'el, los, las, una, y, con, para, es, son, en, que, por, del, cada, varios, varias, puede, pueden, tiene, tienen, nosotros, su, sus, se, como, muchos, muchas, o, al',
      ),
    ),
  ],
  [
    'Portuguese',
    new Set(
      phrases(
        'os, uma, e, com, para, são, em, que, por, do, da, cada, vários, várias, pode, podem, tem, têm, nós, seu, seus, se, como, muitos, ou, ao, não, um',
      ),
    ),
  ],
  [
    'Italian',
    new Set(
      phrases(
        'il, lo, gli, una, e, con, per, è, sono, che, di, del, della, ogni, più, può, possono, ha, hanno, noi, suo, si, come, molti, o, al, nel, un, dei, delle',
      ),
    ),
  ],
  [
    'Dutch',
    new Set(
      phrases(
        'het, een, en, met, voor, zijn, van, elke, elk, meerdere, kunnen, heeft, hebben, wij, worden, wordt, op, aan, niet, ook, deze, bij, naar',
      ),
    ),
  ],
];
const english = new Set(
  phrases('the, and, with, for, of, are, is, each, have, has, we, can, a, an, by, to, their, or, that, many, several'),
);

/**
 * The language that a text seems to be in, when it is not English: several different words of it stand there, and fewer
 * English ones. One word is none, however often it stands there: "per" is English, too.
 */
export function foreignLanguage(words: readonly string[]): string | undefined {
  const different = new Set(words);
  const found = (set: ReadonlySet<string>) => [...different].filter((word) => set.has(word));
  const own = found(english).length;
  const [best] = marks.map(([name, set]) => ({ name, hits: found(set) })).sort((a, b) => b.hits.length - a.hits.length);
  // In a few words there is no room for many; letters may be names of tables in a model.
  const enough = words.length < 12 ? 2 : 3;
  if (best && best.hits.filter((word) => word.length > 1).length >= enough && best.hits.length > own * 1.5)
    return best.name;
  const foreign = words.filter((word) => /[^\p{Script=Latin}\p{N}]/u.test(word)).length;
  return foreign * 2 > words.length ? 'a language of another script' : undefined;
}
