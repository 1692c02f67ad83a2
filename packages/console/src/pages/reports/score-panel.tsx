import { Badge, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type Texts, useTexts } from '../../i18n/use-texts.js';
import { confidenceLevel } from './confidence.js';
import { PeopleGrid } from './people-grid.js';
import classes from './score-panel.module.css';
import { ScoreScale } from './score-scale.js';
import { hasHistory, type ScoredReport } from './scored-report.js';

interface ScorePanelProps {
  report: ScoredReport;
  cutOff: number | null;
}

/** People of a hundred who pay, from a probability of going bad; never all or none. */
function payingOf100(pd: number, { number }: Texts): string {
  const paying = Math.min(99.9, Math.max(0.1, 100 * (1 - pd)));
  // Whole people, except where they would be none or all.
  return number(paying, paying < 1 || paying > 99 ? 1 : 0);
}

function Score({ report, cutOff }: ScorePanelProps) {
  const { t, number } = useTexts();
  const { interval, scale } = report;
  const passes = cutOff !== null && report.score >= cutOff;
  return (
    <section aria-labelledby="score-heading" className={classes.score}>
      <Title order={2} id="score-heading" className={classes.label}>
        {t('report.score')}
      </Title>
      <Group align="baseline" gap="sm" mb="xs">
        <span className={classes.number}>{number(report.score, 1)}</span>
        <Text c="dimmed" size="lg">
          {t('report.scoreOf', { max: number(scale.max) })}
        </Text>
      </Group>
      <ScoreScale score={report.score} interval={interval} cutOff={cutOff} {...scale} />
      <Group justify="space-between" gap="xs" mt="md">
        {interval && (
          <Text size="sm">
            {t('report.range', {
              low: number(interval.scoreLow),
              high: number(interval.scoreHigh),
            })}
          </Text>
        )}
        {cutOff !== null && (
          <Badge
            size="lg"
            tt="none"
            bg={passes ? 'var(--maia-raised-soft)' : 'var(--maia-lowered-soft)'}
            c={passes ? 'var(--maia-raised-text)' : 'var(--maia-lowered-text)'}
          >
            {t(passes ? 'report.above' : 'report.below', { cutOff: number(cutOff, 1) })}
          </Badge>
        )}
      </Group>
    </section>
  );
}

function Probability({ report }: { report: ScoredReport }) {
  const texts = useTexts();
  const { t, number } = texts;
  const { interval, scoreProbability } = report;
  return (
    <section aria-labelledby="probability-heading">
      <Title order={2} id="probability-heading" className={classes.label}>
        {t('report.probability')}
      </Title>
      <Text className={classes.statement}>
        {t(hasHistory(report) ? 'report.probabilityText' : 'report.probabilityAverage', {
          probability: number(scoreProbability, 1),
        })}
      </Text>
      <PeopleGrid paying={scoreProbability} />
      {interval && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('report.probabilityRange', {
            level: number(100 * interval.level),
            low: payingOf100(interval.pdHigh, texts),
            high: payingOf100(interval.pdLow, texts),
          })}
        </Text>
      )}
    </section>
  );
}

function Confidence({ report }: { report: ScoredReport }) {
  const { t, number } = useTexts();
  const confidence = report.scoreConfidence;
  const level = confidenceLevel(confidence);
  return (
    <section aria-labelledby="confidence-heading">
      <Title order={2} id="confidence-heading" className={classes.label}>
        {t('report.confidence')}
      </Title>
      <Group gap="xs" align="baseline">
        <Text className={classes.statement}>{t(`report.confidence.${level}`)}</Text>
        <Text c="dimmed">{t('report.confidenceOf', { confidence: number(confidence) })}</Text>
      </Group>
      <Progress.Root size={8} aria-hidden="true" my={6} bg="var(--maia-track)">
        <Progress.Section value={confidence} withAria={false} color="var(--maia-raised)" />
      </Progress.Root>
      <Text size="sm" c="dimmed" mt="sm">
        {t(`report.confidence.${level}Text`)}
      </Text>
    </section>
  );
}

/** The three numbers of a report, each with its sentence. */
export function ScorePanel({ report, cutOff }: ScorePanelProps) {
  return (
    <Paper
      bg="var(--maia-surface)"
      bd="1px solid var(--maia-line)"
      radius="lg"
      p={{ base: 'md', sm: 'xl' }}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={{ base: 32, md: 56 }}>
        <Score report={report} cutOff={cutOff} />
        <Stack gap={28}>
          <Probability report={report} />
          <Confidence report={report} />
        </Stack>
      </SimpleGrid>
    </Paper>
  );
}
