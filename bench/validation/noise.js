import {
  DEFAULT_TRAINING_OPTIONS,
  NoUsableFeatureError,
  TooFewBadsError,
  trainModel,
} from '../../packages/engine/dist/index.js';
import { createRandom } from '../../packages/engine/dist/random.js';

const FEATURES = 20;

/** Trainings on features that tell nothing, and on just too few and just enough bad customers. */
export async function measureNoise({ seed, algorithm, noises }) {
  let held = 0;
  let strong = 0;
  for (let run = 0; run < noises; run++) {
    const outcome = await train({ seed: seed + run, rows: 1000, bads: 100, algorithm });
    if (outcome instanceof NoUsableFeatureError) held += 1;
    else {
      const { auc } = outcome.report.byCustomer;
      if (auc.low <= 0.5 && auc.high >= 0.5) held += 1;
      strong += outcome.report.features.filter((each) => each.strength === 'strong').length;
    }
  }
  const few = await train({ seed, rows: 600, bads: 49, algorithm });
  const enough = await train({ seed, rows: 600, bads: 60, algorithm, signal: 1 });
  const { model, report } = enough;
  return {
    aucHeldOneHalf: held / noises,
    strongFeatures: strong,
    with49Bads: few instanceof TooFewBadsError ? 'refused' : 'trained',
    with60Bads: {
      binsMax: Math.max(...(model.characteristics ?? []).map(({ bins }) => bins.length)),
      fewBads: report.fewBads,
      auc: report.byCustomer.auc,
    },
  };
}

async function train({ seed, rows, bads, algorithm, signal = 0 }) {
  const random = createRandom(seed, 'noise');
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row < bads ? 1 : 0));
  const definitions = Array.from({ length: FEATURES }, (_, index) => ({
    code: `noise${index}`,
    ...{ family: 'payment', unit: 'value', direction: 'free', actionable: false },
  }));
  const data = {
    featureSpace: { definitions },
    columns: definitions.map((_, index) =>
      Float64Array.from(labels, (label) => random.normal() + (index === 0 ? signal * label : 0)),
    ),
    labels,
    customers: Array.from(labels, (_, row) => `customer ${row}`),
    asOf: new Int32Array(rows),
  };
  const options = { ...DEFAULT_TRAINING_OPTIONS, seed, algorithm, bootstrapReplicates: 2 };
  try {
    return await trainModel(data, options);
  } catch (error) {
    if (error instanceof NoUsableFeatureError || error instanceof TooFewBadsError) return error;
    throw error;
  }
}
