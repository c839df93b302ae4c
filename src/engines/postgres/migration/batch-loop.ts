import type { Statement } from '../../engine.ts';
import { everyRow } from '../every-row.ts';
import { canBatch, inBatches, type Piece } from '../online/batches.ts';
import { transactional } from '../render/layout.ts';

/** As the plans' own batches are, unless somebody says otherwise. */
const batch = { rows: 5000, pauseMilliseconds: 100 };

/** Goes on from the last key of each piece, so that nothing is read twice. A table without rows ends it before COMMIT. */
export function batchLoop(piece: Piece): readonly Statement[] | undefined {
  if (!canBatch(piece.table, piece.set === undefined ? 'DELETE' : 'UPDATE')) return undefined;
  const { sql, pauseMilliseconds } = inBatches(piece, { batch });
  if (/\$(?:piece|batches)\$/.test(sql)) return undefined;
  return [
    transactional(`DO $batches$ -- by itself, in no transaction: it commits each piece
DECLARE
  last text[];
BEGIN
  LOOP
    ${everyRow}
    EXECUTE $piece$
${sql}
    $piece$ INTO last USING last;
    EXIT WHEN last IS NULL;
    COMMIT;
    PERFORM pg_sleep(${pauseMilliseconds / 1000});
  END LOOP;
END
$batches$`),
  ];
}
