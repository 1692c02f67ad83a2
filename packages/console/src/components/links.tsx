import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Attributes = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style' | 'color'> & {
  ref?: Ref<HTMLAnchorElement>;
};

function PlainAnchor(props: AnchorProps & Attributes) {
  return <Anchor {...props} />;
}

function AnchorButton(props: ButtonProps & Attributes) {
  return <Button component="a" {...props} />;
}

/** A link to a page of the console, as text. */
export const PageLink: LinkComponent<typeof PlainAnchor> = createLink(PlainAnchor);

/** A link to a page of the console that looks like a button. */
export const ButtonLink: LinkComponent<typeof AnchorButton> = createLink(AnchorButton);
