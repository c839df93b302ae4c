import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { settingOf } from '../memory.ts';
import { relationText, statisticsOf, tableOf } from '../scan.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { known, told } from '../told.ts';

/** Pages that a scan must have for workers to be worth it: eight times min_parallel_table_scan_size of 8 MB. */
const leastPages = 8192;

export const sign = defineSign({
  id: 'parallel-not-used',
  title: 'a long scan runs in a single process',
  why: 'A scan of a large table can be shared by several workers. Where the settings forbid it, or the query calls what must not run in a worker, one process does it all.',
  what: 'A Seq Scan of a table of 64 MB or more, taking most of the query, without a Gather above, where a setting is 0, a function is not PARALLEL SAFE, or rows are locked. Allow workers, or mark the function.',
  references: [
    'https://www.postgresql.org/docs/current/when-can-parallel-query-be-used.html',
    'https://www.postgresql.org/docs/current/parallel-safety.html',
  ],
  needs: ['parallelQueries'],
  *check(input) {
    if (input.plan.root.kind === 'ModifyTable' || input.tree.nodes.some((one) => one.node.kind.startsWith('Gather')))
      return;
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (node.kind !== 'Seq Scan' || placed.neverExecuted || placed.share < 0.3 || !harms(placed.share, input))
        continue;
      const table = tableOf(node, input);
      const statistics = table && statisticsOf(table, input);
      const pages = statistics?.pages ?? pagesRead(node.buffers);
      if (pages === undefined || pages < leastPages) continue;
      const reason = reasonOf(input);
      if (!reason) continue;
      yield {
        node: placed.path,
        message: `one process reads all ${figure(pages)} pages of ${relationText(node)}, ${shareText(placed.share, input)}: ${reason.text}`,
        evidence: [
          told(input, `no Gather above the scan, ${shareText(placed.share, input)}`),
          ...(statistics ? [known(statistics.origin, `${relationText(node)} has ${figure(pages)} pages`)] : []),
        ],
        weight: placed.share / 2,
        remedies: [reason.remedy],
      };
      return;
    }
  },
});

function pagesRead(
  buffers: { readonly sharedHit: number; readonly sharedRead: number } | undefined,
): number | undefined {
  return buffers && buffers.sharedHit + buffers.sharedRead;
}

function reasonOf(input: SignInput): { readonly text: string; readonly remedy: RemedyIdea } | undefined {
  for (const name of ['max_parallel_workers_per_gather', 'max_parallel_workers', 'max_worker_processes']) {
    if (settingOf(input, name) === '0') {
      return {
        text: `${name} is 0`,
        remedy: {
          kind: 'setting',
          name,
          value: '2',
          why: 'two workers and the leader share the scan, where the server has processors to spare',
        },
      };
    }
  }
  const [main] = input.query?.blocks ?? [];
  if (main?.locking) {
    return {
      text: 'rows are locked (FOR UPDATE), which workers may not do',
      remedy: { kind: 'advice', text: 'Find the keys without FOR UPDATE first, then lock those rows.' },
    };
  }
  const texts = [
    ...input.tree.nodes.flatMap((one) => Object.values(one.node.facts).map(String)),
    ...(input.query?.blocks.flatMap((block) => block.returned.map((one) => one.text)) ?? []),
  ];
  const unsafe = input.catalog.routines.find(
    (routine) =>
      routine.parallel !== 'safe' &&
      texts.some((text) => new RegExp(`\\b${routine.name.replaceAll(/\W/g, '\\$&')}\\(`, 'i').test(text)),
  );
  return (
    unsafe && {
      text: `${unsafe.name}() is PARALLEL ${unsafe.parallel.toUpperCase()}`,
      remedy: {
        kind: 'advice',
        text: `If ${unsafe.name}() changes nothing and keeps no state of the session, mark it PARALLEL SAFE.`,
      },
    }
  );
}
