import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * The heading of a page. It names the browser's tab and takes the focus when the page appears, so that
 * a screen reader says where a link has led.
 */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Maia Score`;
  }, [children]);
  useEffect(() => {
    // A field that asked for the focus keeps it.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1} fz={{ base: 26, sm: 32 }} lh={1.2}>
      {children}
    </Title>
  );
}
