import { Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { endingQuery, providersQuery } from '../../api/providers.js';
import { FormPage, FormProblem } from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { providerFailure, refusalIn } from './provider-failure.js';

/** Where a provider's page leads back to: ends the sign-in with the answer behind # in the address. */
export function ProviderSignInPage() {
  const { t } = useTexts();
  const { provider } = useParams({ from: paths.providerSignIn });
  const { data: providers = [] } = useQuery(providersQuery);
  const name = providers.find((each) => each.provider === provider)?.name ?? provider;
  const answer = window.location.hash.slice(1);
  const refusal = refusalIn(answer);
  // The routes lead on as soon as the session starts.
  const { error } = useQuery({ ...endingQuery(provider, answer), enabled: refusal === null });
  const problem =
    refusal === null ? error && providerFailure(error, t, name) : t(refusal, { provider: name });
  return (
    <FormPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p="xl">
        <Stack>
          <Text role="status">{problem === null && t('provider.ending', { provider: name })}</Text>
          <FormProblem text={problem} />
          {problem !== null && (
            <PageLink to={paths.signIn} underline="always">
              {t('provider.again')}
            </PageLink>
          )}
        </Stack>
      </Paper>
    </FormPage>
  );
}
