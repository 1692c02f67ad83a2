/** Every address of the console, below `/console`. */
export const paths = {
  signIn: '/sign-in',
  providerSignIn: '/sign-in/$provider',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  reports: '/reports',
  newReport: '/reports/new',
  report: '/reports/$reportId',
  account: '/account',
} as const;
