import { advisorCases } from './advisor-cases/index.ts';
import { describeCases } from './index-advice.ts';

describeCases(advisorCases.others);
