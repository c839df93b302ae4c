import { type BriefReview, judgeBrief } from '../design/brief/judge.ts';
import { RelvarError } from '../findings/error.ts';
import { type Priority, priorities } from '../findings/finding.ts';
import { briefReviewJson, briefReviewText } from '../output/brief/brief-review.ts';
import { briefFromFile } from './design/read-brief.ts';

export interface BriefReviewResult {
  readonly text: string;
  readonly failed: boolean;
  readonly review: BriefReview;
}

/**
 * Judges a brief without a schema.
 * @throws RelvarError for a brief that cannot be read, and a form that it has not
 */
export async function reviewBrief(
  file: string,
  format: string,
  failOn: string | undefined,
): Promise<BriefReviewResult> {
  if (format !== 'pretty' && format !== 'json') {
    throw new RelvarError('bad-format', `the review of a brief has no form ${format}`, {
      hint: 'take --format pretty or json, or design first: relvar design --brief',
    });
  }
  const { brief, design } = await briefFromFile(file);
  const review = judgeBrief(design, brief);
  const limit = priorities.indexOf(failOn as Priority);
  return {
    review,
    text: format === 'json' ? briefReviewJson(review) : briefReviewText(review),
    failed: failOn !== undefined && review.remarks.some((one) => priorities.indexOf(one.priority) <= limit),
  };
}
