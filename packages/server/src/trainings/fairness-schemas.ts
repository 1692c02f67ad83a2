import Type from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';
import { Estimate } from './measure-schemas.js';

const Group = Type.Object({
  group: Nullable(
    Type.String({
      description:
        'value of the field, a band of ages or numbers; null: all groups together that are too small to be shown',
    }),
  ),
  customers: Type.Integer(),
  approvedShare: Estimate('share of the group at or above the cut-off'),
  approvalRatio: Nullable(
    Estimate(
      'approved share over that of the reference group, null for that group; no verdict: four fifths is a screen of US employment law',
    ),
  ),
  goodsApprovedShare: Nullable(
    Estimate('share approved of those who stayed good (equal opportunity)'),
  ),
  goodsApprovalRatio: Nullable(Estimate('the same over that of the reference group')),
  expectedBadRate: Type.Number({ description: 'mean of the probabilities of going bad' }),
  observedBadRate: Estimate('share that went bad'),
  observedToExpected: Estimate(
    'observed over expected bad rate; above 1 the score says too little risk of this group',
  ),
  auc: Nullable(Estimate('AUC in the group; null with under 20 bad or 20 good customers')),
});

const ProxyFeature = Type.Object({
  feature: Type.String({ description: 'code of a feature that the model uses' }),
  association: Type.Number({
    description:
      "Cramér's V of the feature, in tenths or categories, and the groups, its noise subtracted: 0 tells nothing, 1 tells the group",
  }),
  limitByChance: Type.Number({
    description: 'what the best of all used features stays under in 95 of 100 models of nothing',
  }),
});

const Field = Type.Object({
  field: Type.String({
    description:
      'gender, maritalStatus, age (on the as-of day), addressState, addressCity, or attribute:KEY of an attribute that is protected by its name or by the lender',
  }),
  reference: Nullable(Type.String({ description: 'the largest group, which ratios compare with' })),
  groups: Type.Array(Group, { description: 'of 50 customers or more, the 20 largest' }),
  unknownCustomers: Type.Integer({ description: 'without a value' }),
  leftOutCustomers: Type.Integer({ description: 'in groups too small even together' }),
  proxies: Type.Array(ProxyFeature, {
    description:
      'used features that tell the groups beyond chance, the most telling first, five at most',
  }),
});

/** The audit of fairness of a training. */
export const Fairness = Type.Object(
  {
    cutOff: Type.Number({ description: 'score from which a customer counts as approved' }),
    cutOffIs: OneOf(['approvalScore', 'medianScore']),
    approvedShare: Type.Number(),
    groupCustomersMin: Type.Integer({ description: 'customers below which no group is shown' }),
    fields: Type.Array(Field, { description: 'the protected fields that are known of anybody' }),
  },
  {
    description:
      "what out-of-fold scores mean for the groups of protected fields, which no model reads; the cut-off is the company's, else the median score",
  },
);
