import { Paper, type PaperProps, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface PanelProps extends PaperProps {
  title: string;
  children: ReactNode;
}

/** A part of a page, named by its heading. */
export function Panel({ title, children, ...paper }: PanelProps) {
  const headingId = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={headingId}
      bg="var(--maia-surface)"
      bd="1px solid var(--maia-line)"
      radius="lg"
      p={{ base: 'md', sm: 'xl' }}
      {...paper}
    >
      <Title order={2} id={headingId} fz={18} mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
