import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of the house, and of what raises a score. */
const lagoon: MantineColorsTuple = [
  '#eef6f8',
  '#d9e9ee',
  '#b3d3dd',
  '#88bacb',
  '#62a4bb',
  '#4795b0',
  '#2f7f9b',
  '#1f6a85',
  '#15566d',
  '#0c4357',
];

/** What lowers a score; told apart from lagoon by people who cannot tell red from green. */
const clay: MantineColorsTuple = [
  '#fdf3ec',
  '#f9e2d2',
  '#f2c4a4',
  '#eaa373',
  '#e4874a',
  '#d97030',
  '#bd5a1e',
  '#9c4816',
  '#7f3b14',
  '#612c0f',
];

const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#eff1f2',
  '#e3e7e9',
  '#d3d9dc',
  '#bcc5c9',
  '#98a4aa',
  '#67757c',
  '#4a575e',
  '#333e44',
  '#1d262b',
];

const dark: MantineColorsTuple = [
  '#dfe5e8',
  '#bcc7cc',
  '#93a1a8',
  '#6f7e86',
  '#46545b',
  '#334047',
  '#222c32',
  '#182126',
  '#121a1e',
  '#0c1215',
];

export const theme = createTheme({
  colors: { lagoon, clay, gray, dark },
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: '#172025',
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
  focusRing: 'auto',
});

/** Colours with a meaning of their own; the style sheets name them and never a shade. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f4f6f6',
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-error': colors.clay[7],
    '--maia-surface': '#ffffff',
    '--maia-line': colors.gray[2],
    '--maia-track': colors.gray[2],
    '--maia-raised': colors.lagoon[6],
    '--maia-raised-soft': colors.lagoon[1],
    '--maia-raised-text': colors.lagoon[8],
    '--maia-lowered': colors.clay[5],
    '--maia-lowered-soft': colors.clay[1],
    '--maia-lowered-text': colors.clay[7],
  },
  dark: {
    '--mantine-color-body': colors.dark[9],
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-error': colors.clay[3],
    '--maia-surface': colors.dark[7],
    '--maia-line': colors.dark[5],
    '--maia-track': colors.dark[5],
    '--maia-raised': colors.lagoon[4],
    '--maia-raised-soft': '#1d3d49',
    '--maia-raised-text': colors.lagoon[2],
    '--maia-lowered': colors.clay[4],
    '--maia-lowered-soft': '#4a2d1c',
    '--maia-lowered-text': colors.clay[2],
  },
});
