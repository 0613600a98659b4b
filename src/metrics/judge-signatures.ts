import { chainOfThought } from '../core/predictor.ts';
import { parseSignature } from '../core/signature-text.ts';

/** What DSPy asks of a judging model, word for word (DSPy 3.0.4, dspy/evaluate/auto_evaluation.py). */

const COVERED = 'fraction (out of 1.0) of ground truth covered by the system response';
const SUPPORTED = 'fraction (out of 1.0) of system response covered by the ground truth';
const KEY_IDEAS = {
  ground_truth_key_ideas: 'enumeration of key ideas in the ground truth',
  system_response_key_ideas: 'enumeration of key ideas in the system response',
  discussion: 'discussion of the overlap between ground truth and system response',
};

/** SemanticRecallPrecision */
export const recallAndPrecision = chainOfThought(
  parseSignature('question, ground_truth, system_response -> recall: float, precision: float', {
    instructions:
      "Compare a system's response to the ground truth to compute its recall and precision.\n" +
      'If asked to reason, enumerate key ideas in each response, and whether they are present in the other response.',
    descriptions: { recall: COVERED, precision: SUPPORTED },
  }),
);

/** DecompositionalSemanticRecallPrecision */
export const decomposedRecallAndPrecision = chainOfThought(
  parseSignature(
    'question, ground_truth, system_response -> ground_truth_key_ideas, system_response_key_ideas, discussion, recall: float, precision: float',
    {
      instructions:
        "Compare a system's response to the ground truth to compute recall and precision of key ideas.\n" +
        'You will first enumerate key ideas in each response, discuss their overlap, and then report recall and precision.',
      descriptions: { ...KEY_IDEAS, recall: COVERED, precision: SUPPORTED },
    },
  ),
);

/** AnswerCompleteness */
export const completeness = chainOfThought(
  parseSignature(
    'question, ground_truth, system_response -> ground_truth_key_ideas, system_response_key_ideas, discussion, completeness: float',
    {
      instructions:
        "Estimate the completeness of a system's responses, against the ground truth.\n" +
        'You will first enumerate key ideas in each response, discuss their overlap, and then report completeness.',
      descriptions: { ...KEY_IDEAS, completeness: COVERED },
    },
  ),
);

/** AnswerGroundedness */
export const groundedness = chainOfThought(
  parseSignature(
    'question, retrieved_context, system_response -> system_response_claims, discussion, groundedness: float',
    {
      instructions:
        "Estimate the groundedness of a system's responses, against real retrieved documents written by people.\n" +
        'You will first enumerate whatever non-trivial or check-worthy claims are made in the system response, and then\n' +
        'discuss the extent to which some or all of them can be deduced from the retrieved context and basic commonsense.',
      descriptions: {
        system_response_claims: 'enumeration of non-trivial or check-worthy claims in the system response',
        discussion: 'discussion of how supported the claims are by the retrieved context',
        groundedness: 'fraction (out of 1.0) of system response supported by the retrieved context',
      },
    },
  ),
);
