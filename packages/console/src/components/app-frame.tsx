import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../api/session.js';
import { signOut } from '../api/sign-in.js';
import { useTexts } from '../i18n/use-texts.js';
import { paths } from '../paths.js';
import markUrl from '../ui/mark.svg';
import classes from './app-frame.module.css';
import { AppearanceSwitch } from './appearance-switch.js';
import { LanguageSwitch } from './language-switch.js';
import { PageLink } from './links.js';

function Navigation() {
  const { t } = useTexts();
  const links = [
    { to: paths.reports, name: t('app.reports') },
    { to: paths.newReport, name: t('app.newReport') },
  ];
  return (
    <nav aria-label={t('app.navigation')} className={classes.navigation}>
      {links.map(({ to, name }) => (
        <Link key={to} to={to} className={classes.link} activeOptions={{ exact: true }}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** What surrounds every page: skip link, brand, navigation, language, appearance, sign out. */
export function AppFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const session = useSession();
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t('app.skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to={paths.reports} className={classes.brand}>
            <img src={markUrl} alt="" width="28" height="28" />
            Maia Score
          </Link>
          {session && <Navigation />}
          <Group gap="xs" className={classes.controls}>
            <div className={classes.language}>
              <LanguageSwitch />
            </div>
            <AppearanceSwitch />
            {session && (
              <>
                <PageLink to={paths.account} size="sm" className={classes.username}>
                  {session.username}
                </PageLink>
                <Button variant="default" size="sm" className={classes.signOut} onClick={signOut}>
                  {t('app.signOut')}
                </Button>
              </>
            )}
          </Group>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </>
  );
}
