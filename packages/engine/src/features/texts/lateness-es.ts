import { fact, type LanguageTexts, tell, tellIfEver } from './sentences.js';

export const NOTHING_OVERDUE = 'No hay nada vencido sin pagar.';
const NONE_LATE = 'Ninguna de las cuotas {window} tuvo atraso.';
const NEVER_LATE = 'Ninguna cuota tuvo atraso.';
export const NOT_SETTLED = '{which} no está saldada.';
export const NONE_SETTLED = 'Ninguna cuota está saldada.';

/** How late instalments were and are. */
export const SPANISH_LATENESS: LanguageTexts['features'] = {
  overdueDays: tell(
    'La cuota impaga más antigua lleva {days} de atraso.',
    'La cuota impaga más antigua lleva solo {days} de atraso.',
    NOTHING_OVERDUE,
  ),
  overdueCount: tell(
    'Vencidas sin pagar: {instalments}.',
    'Vencidas sin pagar: solo {instalments}.',
    NOTHING_OVERDUE,
  ),
  overdueShare: tell(
    'El {share} del monto vencido hasta ahora está en cuotas con atraso sin pagar.',
    'Solo el {share} del monto vencido hasta ahora está en cuotas con atraso sin pagar.',
    NOTHING_OVERDUE,
  ),
  overdueToTypical: tell(
    'Las cuotas vencidas sin pagar suman {times} la cuota habitual de este cliente.',
    'Las cuotas vencidas sin pagar suman solo {times} la cuota habitual de este cliente.',
    NOTHING_OVERDUE,
  ),
  overdueLargest: tell(
    'La mayor cuota vencida sin pagar es {times} la cuota habitual de este cliente.',
    'La mayor cuota vencida sin pagar es solo {times} la cuota habitual de este cliente.',
    NOTHING_OVERDUE,
  ),
  arrearsToTypical: tell(
    'Lo que falta pagar de las cuotas vencidas es {times} la cuota habitual de este cliente.',
    'Lo que falta pagar de las cuotas vencidas es solo {times} la cuota habitual de este cliente.',
    NOTHING_OVERDUE,
  ),
  lateDaysMax: tell(
    'De las cuotas {window}, la más atrasada tuvo {days} de atraso.',
    'Ninguna de las cuotas {window} tuvo más de {days} de atraso.',
    NONE_LATE,
  ),
  lateDaysMean: tell(
    'Las cuotas {window} tuvieron en promedio {days} de atraso.',
    'Las cuotas {window} tuvieron en promedio solo {days} de atraso.',
    NONE_LATE,
  ),
  lateShare: tell(
    'El {share} de las cuotas {window} tuvo atraso.',
    'Solo el {share} de las cuotas {window} tuvo atraso.',
    NONE_LATE,
  ),
  lateDaysByAmount: tell(
    'Dando más peso a las de mayor monto, las cuotas {window} tuvieron en promedio {days} de atraso.',
    'Dando más peso a las de mayor monto, las cuotas {window} tuvieron en promedio solo {days} de atraso.',
    NONE_LATE,
  ),
  lateCount: tell(
    'Con atraso: {instalments} de las {window}.',
    'Con atraso: solo {instalments} de las {window}.',
    NONE_LATE,
  ),
  late30Count: tell(
    'Con 30 días de atraso o más: {instalments} de las {window}.',
    'Con 30 días de atraso o más: solo {instalments} de las {window}.',
    'Ninguna de las cuotas {window} llegó a 30 días de atraso.',
  ),
  late60Count: tell(
    'Con 60 días de atraso o más: {instalments} de las {window}.',
    'Con 60 días de atraso o más: solo {instalments} de las {window}.',
    'Ninguna de las cuotas {window} llegó a 60 días de atraso.',
  ),
  late90Count: tell(
    'Con 90 días de atraso o más: {instalments} de las {window}.',
    'Con 90 días de atraso o más: solo {instalments} de las {window}.',
    'Ninguna de las cuotas {window} llegó a 90 días de atraso.',
  ),
  openShare: tell(
    'El {share} de las cuotas {window} no está saldado.',
    'Solo el {share} de las cuotas {window} no está saldado.',
    'Todas las cuotas {window} están saldadas.',
  ),
  restructuredCount: fact(
    'Reestructuradas: {instalments} de las {window}.',
    'Ninguna de las cuotas {window} fue reestructurada.',
  ),
  settledLateDaysMax: tellIfEver(
    'De las cuotas saldadas, la más tardía tuvo {days} de atraso.',
    'Ninguna cuota saldada tuvo más de {days} de atraso.',
    NONE_SETTLED,
    'Todas las cuotas saldadas fueron puntuales.',
  ),
  settledLateDaysMean: tellIfEver(
    'Las cuotas saldadas tuvieron {days} de atraso en promedio.',
    'Las cuotas saldadas tuvieron solo {days} de atraso en promedio.',
    NONE_SETTLED,
    'Todas las cuotas saldadas fueron puntuales.',
  ),
  daysSinceLate: tellIfEver(
    'La última cuota con atraso venció hace solo {days}.',
    'La última cuota con atraso venció hace {days}.',
    NEVER_LATE,
  ),
  daysWithoutLate: tell(
    'Solo {days} sin una cuota con atraso.',
    '{days} sin una cuota con atraso.',
    'Todavía no hay un período sin atrasos.',
  ),
  daysWithoutLate30: tell(
    'Solo {days} sin una cuota con 30 días de atraso.',
    '{days} sin una cuota con 30 días de atraso.',
    'Todavía no hay un período sin atrasos de 30 días.',
  ),
  lateMonthsShare: tell(
    'Hubo algún atraso en el {share} de los meses con cuotas.',
    'Hubo algún atraso en solo el {share} de los meses con cuotas.',
    NEVER_LATE,
  ),
  firstLateDays: tell(
    'La primera cuota tuvo {days} de atraso.',
    'La primera cuota tuvo solo {days} de atraso.',
    'La primera cuota fue puntual.',
  ),
  earlyLateDaysMax: tell(
    'Una de las tres primeras cuotas tuvo {days} de atraso.',
    'Ninguna de las tres primeras cuotas tuvo más de {days} de atraso.',
    'Las primeras cuotas fueron puntuales.',
  ),
  lateStreak: tell(
    'Seguidas con atraso o reestructuradas, hasta la más reciente: {instalments}.',
    'Seguidas con atraso o reestructuradas, hasta la más reciente: solo {instalments}.',
    'La cuota más reciente fue puntual.',
  ),
  lateStreakLongest: tell(
    'En el peor momento, {instalments} con atraso o reestructuración de forma seguida.',
    'En el peor momento, solo {instalments} con atraso o reestructuración de forma seguida.',
    NEVER_LATE,
  ),
  relapses: tell(
    'Volvió a atrasarse después de pagar a tiempo: {occasions}.',
    'Volvió a atrasarse después de pagar a tiempo: solo {occasions}.',
    'Nunca se atrasó después de pagar a tiempo.',
  ),
  lateDaysRecent: tell(
    'Las cuotas más recientes tuvieron en promedio {days} de atraso.',
    'Las cuotas más recientes tuvieron en promedio solo {days} de atraso.',
    NEVER_LATE,
  ),
  lateRecent: tell(
    'Mirando sobre todo las más recientes, el {share} de las cuotas tuvo atraso.',
    'Mirando sobre todo las más recientes, solo el {share} de las cuotas tuvo atraso.',
    NEVER_LATE,
  ),
  openRecent: tell(
    'Mirando sobre todo las más recientes, el {share} de las cuotas no está saldado.',
    'Mirando sobre todo las más recientes, solo el {share} de las cuotas no está saldado.',
    'Todas las cuotas vencidas hasta ahora están saldadas.',
  ),
  newestLateDays: tell(
    '{which} tuvo {days} de atraso.',
    '{which} tuvo solo {days} de atraso.',
    '{which} fue puntual.',
  ),
  newestOpen: fact(NOT_SETTLED, '{which} está saldada.'),
};
