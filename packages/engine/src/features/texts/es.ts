import { NONE_SETTLED, NOT_SETTLED, NOTHING_OVERDUE, SPANISH_LATENESS } from './lateness-es.js';
import { fact, type LanguageTexts, tell } from './sentences.js';
import { SPANISH_WORDS } from './words-es.js';

export const SPANISH: LanguageTexts = {
  ...SPANISH_WORDS,
  features: {
    ...SPANISH_LATENESS,
    paidShare: tell(
      'Está saldado solo el {share} del monto de las cuotas {window}.',
      'Está saldado el {share} del monto de las cuotas {window}.',
      'Ninguna de las cuotas {window} está saldada.',
    ),
    paidShareWithPartial: tell(
      'Se pagó solo el {share} del monto de las cuotas {window}, con los pagos parciales.',
      'Se pagó el {share} del monto de las cuotas {window}, con los pagos parciales.',
      'No se pagó nada de las cuotas {window}.',
    ),
    paidShareMean: tell(
      'En promedio, los pagos saldados cubren solo el {share} de una cuota.',
      'En promedio, los pagos saldados cubren el {share} de una cuota.',
      NONE_SETTLED,
    ),
    paidShareMin: tell(
      'De la cuota con el menor pago se pagó solo el {share}.',
      'De cada cuota se pagó al menos el {share}.',
      'Al menos una cuota no está saldada.',
    ),
    newestPaidShare: tell(
      '{which}: se pagó solo el {share}.',
      '{which}: se pagó el {share}.',
      NOT_SETTLED,
    ),
    paidShareRecent: tell(
      'Mirando sobre todo las cuotas más recientes, se pagó solo el {share} del monto.',
      'Mirando sobre todo las cuotas más recientes, se pagó el {share} del monto.',
      NONE_SETTLED,
    ),
    notFullShare: tell(
      'El {share} de las cuotas {window} no se pagó por completo.',
      'Solo el {share} de las cuotas {window} no se pagó por completo.',
      'Todas las cuotas {window} se pagaron por completo.',
    ),
    notFullRecent: tell(
      'Mirando sobre todo las más recientes, el {share} de las cuotas no se pagó por completo.',
      'Mirando sobre todo las más recientes, solo el {share} de las cuotas no se pagó por completo.',
      'Todas las cuotas se pagaron por completo.',
    ),
    onTimeAmountShare: tell(
      'Solo el {share} del monto de las cuotas {window} se pagó a tiempo.',
      'El {share} del monto de las cuotas {window} se pagó a tiempo.',
      'Nada del monto de las cuotas {window} se pagó a tiempo.',
    ),
    onTimeStreak: tell(
      'A tiempo y seguidas, hasta la más reciente: solo {instalments}.',
      'A tiempo y seguidas, hasta la más reciente: {instalments}.',
      'La cuota más reciente no fue puntual.',
    ),
    onTimeStreakLongest: tell(
      'A tiempo y seguidas, como máximo: {instalments}.',
      'A tiempo y seguidas, en su mejor momento: {instalments}.',
      'Ninguna cuota fue puntual.',
    ),
    daysWithoutPayment: tell(
      '{days} sin saldar una cuota vencida.',
      'Solo {days} sin saldar una cuota vencida.',
      'No pasó ni un día sin saldar lo vencido.',
    ),
    settledToDue: fact(
      'Las cuotas saldadas {period} son {times} las que vencieron, en cantidad.',
      'Ninguna cuota se saldó {period}.',
    ),
    settledAmountToDue: fact(
      'Las cuotas saldadas {period} son {times} las que vencieron, en dinero.',
      'Ninguna cuota se saldó {period}.',
    ),
    overpaidShare: fact(
      'En el {share} de las cuotas {window} se pagó más de lo debido.',
      'En ninguna de las cuotas {window} se pagó más de lo debido.',
    ),
    overpaidMean: fact(
      'En promedio se pagó un {share} más de lo debido.',
      'Nunca se pagó más de lo debido.',
    ),
    earlyDaysMean: fact(
      'Las cuotas {window} se pagaron en promedio {days} antes.',
      'Ninguna de las cuotas {window} se pagó antes de tiempo.',
    ),
    earlyShare: fact(
      'El {share} de las cuotas se pagó antes de tiempo.',
      'Ninguna cuota se pagó antes de tiempo.',
    ),
    newestEarlyDays: fact('{which} se pagó {days} antes.', '{which} no se pagó antes de tiempo.'),
    settledAhead: fact(
      'Ya saldadas antes de su vencimiento: {instalments}.',
      'Ninguna cuota está saldada antes de su vencimiento.',
    ),
    lateDaysSlope: fact(
      'El atraso crece {days} de una cuota a la siguiente.',
      'El atraso no crece ni disminuye.',
      'El atraso disminuye {days} de una cuota a la siguiente.',
    ),
    lateDaysChange: fact(
      'Las tres cuotas más recientes tuvieron en promedio {days} más de atraso que las anteriores.',
      'Las tres cuotas más recientes fueron tan puntuales como las anteriores.',
      'Las tres cuotas más recientes tuvieron en promedio {days} menos de atraso que las anteriores.',
    ),
    lateShareChange: fact(
      'En los últimos 90 días, la proporción de cuotas con atraso fue {points} mayor que en general.',
      'En los últimos 90 días, la proporción de cuotas con atraso fue igual que en general.',
      'En los últimos 90 días, la proporción de cuotas con atraso fue {points} menor que en general.',
    ),
    lateDaysDeviation: tell(
      'El atraso suele variar {days} de una cuota a otra.',
      'El atraso suele variar solo {days} de una cuota a otra.',
      'El atraso es el mismo en todas las cuotas.',
    ),
    dueSlope: fact(
      'El monto crece un {growth} de una cuota a la siguiente.',
      'El monto no crece ni disminuye.',
      'El monto disminuye un {growth} de una cuota a la siguiente.',
    ),
    dueVariation: fact(
      'Los montos de las cuotas suelen apartarse un {share} de su promedio.',
      'Todas las cuotas tienen el mismo monto.',
    ),
    newestDueToTypical: fact('La cuota más reciente es {times} la cuota habitual de este cliente.'),
    dueGrowth: fact('Las tres cuotas más recientes son en promedio {times} las anteriores.'),
    newCharges: fact(
      '{which} es {times} la cuota habitual de este cliente, sin contar lo pendiente de antes.',
      '{which} incluye solo lo que quedó pendiente de la anterior.',
      '{which} es menor que lo que quedó pendiente de la anterior.',
    ),
    daysSinceFirstDue: fact(
      'La primera cuota venció hace {days}.',
      'La primera cuota acaba de vencer.',
    ),
    daysSinceNewestDue: fact(
      'La cuota más reciente venció hace {days}.',
      'Una cuota acaba de vencer.',
    ),
    instalments: fact('Cuotas {window}: {count}.', 'No hay cuotas {window}.'),
    dueDates: fact('{dueDates} hasta ahora.'),
    loans: fact('{loans} hasta ahora.'),
    daysSinceOpened: fact(
      'El primer préstamo se otorgó hace {days}.',
      'El primer préstamo acaba de otorgarse.',
    ),
    dueGapMean: fact('En promedio hay {days} entre vencimientos.'),
    dueGapDeviation: fact(
      'El tiempo entre vencimientos varía {days}.',
      'El tiempo entre vencimientos es siempre el mismo.',
    ),
    dueGapMax: fact('Hay como máximo {days} entre vencimientos.'),
    dueGapMaxToUsual: fact('El mayor tiempo entre vencimientos es {times} el habitual.'),
    openAhead: fact('Por vencer: {instalments}.', 'No se conoce ninguna cuota por vencer.'),
    dueSoon: fact(
      'Vencen en los próximos 30 días: {instalments}.',
      'No se conoce ninguna cuota que venza en los próximos 30 días.',
    ),
    newestDue: fact('{which} es {times} la cuota habitual de la entidad.'),
    newestPaid: fact('{which}: se pagó {times} la cuota habitual de la entidad.', NOT_SETTLED),
    dueMean: fact('Las cuotas {window} son en promedio {times} la cuota habitual de la entidad.'),
    paidMean: fact(
      'Los pagos de las cuotas {window} son en promedio {times} la cuota habitual de la entidad.',
      'Ninguna de las cuotas {window} está saldada.',
    ),
    dueMax: fact('La cuota más alta es {times} la cuota habitual de la entidad.'),
    dueMin: fact('La cuota más baja es {times} la cuota habitual de la entidad.'),
    paidMax: fact('El pago más alto es {times} la cuota habitual de la entidad.', NONE_SETTLED),
    overdueAmount: tell(
      'Las cuotas vencidas sin pagar suman {times} la cuota habitual de la entidad.',
      'Las cuotas vencidas sin pagar suman solo {times} la cuota habitual de la entidad.',
      NOTHING_OVERDUE,
    ),
    dueToIncome: fact(
      'Las cuotas de los últimos 30 días representan el {share} del ingreso.',
      'Ninguna cuota venció en los últimos 30 días.',
    ),
    overdueToIncome: fact(
      'Las cuotas vencidas sin pagar representan el {share} del ingreso.',
      NOTHING_OVERDUE,
    ),
    dueToLimit: fact('La cuota más reciente representa el {share} del límite de crédito.'),
    dueMeanToLimit: fact('Una cuota habitual representa el {share} del límite de crédito.'),
    paidMeanToLimit: fact(
      'Un pago habitual representa el {share} del límite de crédito.',
      NONE_SETTLED,
    ),
    overdueToLimit: fact(
      'Las cuotas vencidas sin pagar representan el {share} del límite de crédito.',
      NOTHING_OVERDUE,
    ),
    typicalToInstalment: fact('Las cuotas pasadas son en promedio {times} la solicitada.'),
    instalmentToIncome: fact('La cuota solicitada representa el {share} del ingreso.'),
  },
};
