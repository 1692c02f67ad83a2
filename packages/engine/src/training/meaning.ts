/** What a probability of this product is not, so that nobody takes it for that. */
export interface Meaning {
  is: 'riskOfGoingBadByTheTarget';
  isNot: readonly ('provisioningPd' | 'ifrs9Pd' | 'regulatoryPd')[];
  text: Readonly<Record<'en' | 'es' | 'pt', string>>;
}

/** The note of every validation report. */
export const MEANING: Meaning = {
  is: 'riskOfGoingBadByTheTarget',
  isNot: ['provisioningPd', 'ifrs9Pd', 'regulatoryPd'],
  text: {
    en: 'The probability says how often people with such a history went bad by the target of this training, in this portfolio and at its time. It is not a probability of default for provisions, for IFRS 9 or for regulatory capital: it holds no forecast of the economy and no margin of conservatism, and it ends with the window of the target, not with the loan.',
    es: 'La probabilidad dice con qué frecuencia personas con un historial así cayeron en incumplimiento según el objetivo de este entrenamiento, en esta cartera y en su época. No es una probabilidad de incumplimiento para provisiones, para NIIF 9 ni para capital regulatorio: no incluye proyecciones de la economía ni margen de conservadurismo, y termina con la ventana del objetivo, no con el crédito.',
    pt: 'A probabilidade diz com que frequência pessoas com um histórico assim ficaram inadimplentes segundo o alvo deste treinamento, nesta carteira e em sua época. Não é uma probabilidade de inadimplência para provisões, para a IFRS 9 nem para capital regulatório: não inclui projeções da economia nem margem de conservadorismo, e termina com a janela do alvo, não com o crédito.',
  },
};
