import { companySettings } from '../company/service.js';
import { bodyReader } from '../http/validation.js';
import { Report, ReportCreate } from '../reports/schemas.js';
import {
  countReports,
  createReport,
  REPORT_LIST,
  readReport,
  readReports,
} from '../reports/service.js';
import { ActivationCreate, Training, TrainingCreate } from '../trainings/schemas.js';
import {
  activateTraining,
  cancelTraining,
  countTrainings,
  createTraining,
  readTraining,
  readTrainings,
  TRAINING_LIST,
} from '../trainings/service.js';
import { type Change, type GraphCollection, jsonBody, readAccess } from './collection.js';
import { CUSTOMER_OF_REPORT } from './relations.js';

const trainingCreate = bodyReader(TrainingCreate);
const activationCreate = bodyReader(ActivationCreate);
const reportCreate = bodyReader(ReportCreate);

const TRAINING_CHANGES: readonly Change[] = [
  {
    verb: 'create',
    access: { permission: 'application.trainings.create' },
    data: TrainingCreate,
    ofOne: false,
    run: ({ context, actor }, { data }) =>
      createTraining(context, actor, trainingCreate.read(jsonBody(data))),
  },
  {
    verb: 'cancel',
    access: { permission: 'application.trainings.cancel' },
    shows: { permission: 'application.trainings.findone' },
    ofOne: true,
    run: async ({ context, actor }, { id }) => {
      await cancelTraining(context, actor, id);
      return readTraining(context, id);
    },
  },
  {
    verb: 'activate',
    access: { permission: 'application.trainings.activate' },
    data: ActivationCreate,
    ofOne: true,
    run: async ({ context, caller, actor }, { id, data }) => {
      await readTraining(context, id);
      const { reason } = activationCreate.read(jsonBody(data));
      return activateTraining(context, { caller, actor }, { name: id, reason: reason ?? '' });
    },
  },
];

export const TRAININGS: GraphCollection = {
  plural: 'trainings',
  singular: 'training',
  record: Training,
  list: TRAINING_LIST,
  access: readAccess('application.trainings'),
  find: ({ context }, list) => readTrainings(context, list),
  count: ({ context }, list) => countTrainings(context.db.kysely, list),
  findOne: ({ context }, id) => readTraining(context, id),
  relations: [],
  changes: TRAINING_CHANGES,
};

export const REPORTS: GraphCollection = {
  plural: 'reports',
  singular: 'report',
  record: Report,
  list: REPORT_LIST,
  access: readAccess('application.reports'),
  find: async ({ context, language }, list) => readReports(context, list, await language()),
  count: ({ context }, list) => countReports(context.db.kysely, list),
  findOne: async ({ context, language }, id) => readReport(context, id, await language()),
  relations: [CUSTOMER_OF_REPORT],
  changes: [
    {
      verb: 'create',
      access: { permission: 'application.reports.create' },
      data: ReportCreate,
      ofOne: false,
      run: async ({ context, caller, actor, language }, { data }) => {
        const settings = await companySettings(context.db.kysely);
        const body = reportCreate.read(jsonBody(data));
        return createReport(context, { caller, actor, settings, language: await language() }, body);
      },
    },
  ],
};
