/** How one forest is fitted. */
export interface TreeSettings {
  trees: number;
  learningRate: number;
  maximumLeaves: number;
  maximumDepth: number;
  minimumRows: number;
  /** Sum of p(1 − p) over the rows of a leaf. */
  minimumHessian: number;
  /** L2 penalty on the leaf values. */
  ridge: number;
  /** Share of the customers that each tree sees. */
  customerShare: number;
  /** Share of the inputs that each tree sees. */
  inputShare: number;
}

const STRONG: TreeSettings = {
  trees: 300,
  learningRate: 0.05,
  maximumLeaves: 32,
  maximumDepth: 5,
  minimumRows: 1,
  minimumHessian: 40,
  ridge: 40,
  customerShare: 0.8,
  inputShare: 0.2,
};

/** Trees of few customers that each see more of them come out alike, and gain less from being many. */
const SMALL = { customerShare: 0.6 };

/**
 * What a training chooses from, the heaviest regularisation first. The first was the best of many on payment features of tens of thousands of customers; the
 * others let small portfolios, whose leaves could not hold 40 units of hessian, be divided at all.
 */
export const SETTINGS_TO_TRY: readonly TreeSettings[] = [
  STRONG,
  { ...STRONG, ...SMALL, maximumDepth: 3, maximumLeaves: 8, minimumHessian: 8, ridge: 10 },
  { ...STRONG, ...SMALL, minimumHessian: 3, ridge: 5 },
];

/** Fits of the chosen settings with other seeds whose log-odds are averaged. */
export const MEMBERS = 5;
