import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ownPage, rememberedPage } from './api/next-page.js';
import { session } from './api/session.js';
import { AppFrame } from './components/app-frame.js';
import { CrashedPage, NotFoundPage } from './components/failure-pages.js';
import { AccountPage } from './pages/account/account-page.js';
import { ForgotPasswordPage } from './pages/forgot-password/forgot-password-page.js';
import { NewReportPage } from './pages/reports/new-report-page.js';
import { ReportPage } from './pages/reports/report-page.js';
import { ReportsPage } from './pages/reports/reports-page.js';
import { ResetPasswordPage } from './pages/reset-password/reset-password-page.js';
import { ProviderSignInPage } from './pages/sign-in/provider-sign-in-page.js';
import { SignInPage } from './pages/sign-in/sign-in-page.js';
import { paths } from './paths.js';

const root = createRootRoute({
  component: () => (
    <AppFrame>
      <Outlet />
    </AppFrame>
  ),
});

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function nextPage(value: unknown): { next?: string } {
  const next = ownPage(text(value));
  return next === null ? {} : { next };
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  validateSearch: ({ next }: Record<string, unknown>) => nextPage(next),
  beforeLoad: ({ search }) => {
    if (session.current() !== null) throw redirect({ to: search.next ?? paths.reports });
  },
  component: SignInPage,
});

const providerSignIn = createRoute({
  getParentRoute: () => root,
  path: paths.providerSignIn,
  beforeLoad: () => {
    if (session.current() !== null) throw redirect({ to: rememberedPage() ?? paths.reports });
  },
  component: ProviderSignInPage,
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: paths.forgotPassword,
  component: ForgotPasswordPage,
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: paths.resetPassword,
  validateSearch: ({ code }: Record<string, unknown>) => ({ code: text(code) }),
  component: ResetPasswordPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (session.current() !== null) return;
    throw redirect({ to: paths.signIn, search: nextPage(location.href) });
  },
});

const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.reports });
  },
});

const reports = createRoute({
  getParentRoute: () => signedIn,
  path: paths.reports,
  validateSearch: ({ find }: Record<string, unknown>): { find?: string } => {
    // The address bar may hold a bare number, which the router reads as one.
    const wanted = text(typeof find === 'number' ? String(find) : find);
    return wanted === '' ? {} : { find: wanted };
  },
  component: ReportsPage,
});

const newReport = createRoute({
  getParentRoute: () => signedIn,
  path: paths.newReport,
  component: NewReportPage,
});

const report = createRoute({
  getParentRoute: () => signedIn,
  path: paths.report,
  component: ReportPage,
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: paths.account,
  component: AccountPage,
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    providerSignIn,
    forgotPassword,
    resetPassword,
    signedIn.addChildren([start, reports, newReport, report, account]),
  ]),
  basepath: '/console',
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: (_props: ErrorComponentProps) => <CrashedPage />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
