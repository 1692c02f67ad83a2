// What the calls work on, brought through the API: the demo portfolio with a card and boosted trees trained on it,
// customers with 24 payments each, an analyst, and users to change.
import { demoFiles } from '../../packages/server/dist/scoring/demo.js';
import { call, importCsv, signIn, train } from '../server/client.js';

export const AS_OF = '2026-06-30';
const PASSWORD = 'correct horse battery';
const DEMO_CUSTOMERS = 4000;
const SCORED_CUSTOMERS = 1000;
const PAYMENTS_EACH = 24;
const CHANGED_USERS = 64;

const referenceOf = (index) => `S${index}`;

function* scoredCustomers() {
  yield 'referenceId,dateOfBirth,gender,addressCity,income\n';
  for (let i = 0; i < SCORED_CUSTOMERS; i++)
    yield `${referenceOf(i)},19${60 + (i % 40)}-05-15,${i % 2 ? 'female' : 'male'},Bogotá,${900 + i}\n`;
}

const dayOf = (month, day) => new Date(Date.UTC(2024, month, day)).toISOString().slice(0, 10);

function* scoredPayments() {
  yield 'customer,loan,amountDue,amountPaid,dueDate,date\n';
  for (let i = 0; i < SCORED_CUSTOMERS; i++)
    for (let month = 0; month < PAYMENTS_EACH; month++) {
      const due = 100 + (i % 50);
      const late = (i * month) % 11;
      yield `${referenceOf(i)},L${i},${due},${due},${dayOf(6 + month, 5)},${dayOf(6 + month, 5 + late)}\n`;
    }
}

async function addAnalyst(api, username) {
  await call(api, 'POST', '/users', {
    username,
    email: `${username}@example.com`,
    password: PASSWORD,
    role: 'analyst',
    confirmed: true,
  });
}

/** Fills an empty installation. Returns what the calls need to know of it. */
export async function fill(url) {
  const api = { url, token: await signIn(url) };
  const files = demoFiles({ customers: DEMO_CUSTOMERS, seed: 1, asOf: AS_OF });
  for (const collection of ['customers', 'payments', 'outcomes'])
    await importCsv(api, collection, files[collection]);
  await importCsv(api, 'customers', scoredCustomers());
  await importCsv(api, 'payments', scoredPayments());
  for (const username of ['reader', 'analyst']) await addAnalyst(api, username);
  const userIds = [];
  for (let i = 0; i < CHANGED_USERS; i++) {
    const name = `user${i}`;
    const { id } = await call(api, 'POST', '/users', {
      username: name,
      email: `${name}@example.com`,
      password: PASSWORD,
    });
    userIds.push(id);
  }
  return {
    userIds,
    references: Array.from({ length: SCORED_CUSTOMERS }, (_, index) => referenceOf(index)),
    card: (await train(api, { options: { algorithm: 'scorecard' } })).id,
    trees: (await train(api, { options: { algorithm: 'boosting' } })).id,
  };
}

/** Lets the model of a training score. */
export async function activate(api, trainingId) {
  const { active } = await call(api, 'GET', `/trainings/${trainingId}`);
  if (active) return;
  await call(api, 'POST', `/trainings/${trainingId}/activate`, { reason: 'bench' });
}
