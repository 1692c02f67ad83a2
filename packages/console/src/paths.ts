/** Every address of the console, below `/console`. */
export const paths = {
  signIn: '/sign-in',
  resetPassword: '/reset-password',
  reports: '/reports',
  newReport: '/reports/new',
  report: '/reports/$reportId',
} as const;
