import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  tone: 'problem' | 'information';
  /** Read aloud at once by screen readers: for what happens while the page is open. */
  isAlert?: boolean;
  title?: string;
  children: ReactNode;
}

/** A message set apart from the page. */
export function Notice({ tone, isAlert = false, title, children }: NoticeProps) {
  return (
    <div role={isAlert ? 'alert' : undefined} className={`${classes.notice} ${classes[tone]}`}>
      {title && <strong className={classes.title}>{title}</strong>}
      {children}
    </div>
  );
}
