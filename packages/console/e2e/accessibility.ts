import type { Page } from 'playwright-core';

/** Runs in the page: what a checker of accessibility would object to. */
function objections(): string[] {
  const found: string[] = [];
  const all = <E extends Element>(selector: string) => [...document.querySelectorAll<E>(selector)];
  const one = (selector: string) => {
    const count = all(selector).length;
    if (count !== 1) found.push(`${count} of ${selector} instead of one`);
  };
  for (const selector of ['header', 'main', 'h1']) one(selector);
  if (!document.documentElement.lang) found.push('the page has no language');
  if (!document.title) found.push('the page has no title');

  const ids = all('[id]').map(({ id }) => id);
  for (const id of new Set(ids))
    if (ids.filter((other) => other === id).length > 1) found.push(`the id ${id} is there twice`);
  for (const element of all('[aria-labelledby], [aria-describedby]'))
    for (const name of ['aria-labelledby', 'aria-describedby'])
      for (const id of element.getAttribute(name)?.split(/\s+/) ?? [])
        if (!document.getElementById(id)) found.push(`${name} names ${id}, which is not there`);

  const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]));
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) found.push(`a heading of level ${level} skips one`);
  });
  for (const image of all<HTMLImageElement>('img'))
    if (!image.hasAttribute('alt')) found.push(`an image without alternative: ${image.src}`);
  for (const drawing of all('[role=img]'))
    if (!drawing.getAttribute('aria-label')) found.push('a drawing without a name');
  for (const table of all('table'))
    if (!table.querySelector('th')) found.push('a table without headers');
  return found;
}

/** Runs in the page: texts whose contrast is below WCAG AA. */
function faintTexts(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser has no canvas.');
  /** Colours laid over each other, the last on top, as red, green, blue. */
  const mixed = (colours: readonly string[]) => {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (rgb: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = rgb.map((byte) => {
      const share = byte / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? '';
    const element = walker.currentNode.parentElement;
    if (text === '' || !element?.checkVisibility()) continue;
    const backgrounds: string[] = [];
    for (let above: Element | null = element; above; above = above.parentElement)
      backgrounds.unshift(getComputedStyle(above).backgroundColor);
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [ink, paper] = [mixed([...backgrounds, color]), mixed(backgrounds)].map(luminance);
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    const size = Number.parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.add(`“${text}” has a contrast of ${ratio.toFixed(2)}`);
  }
  return [...found];
}

/** What hinders people who see little, or hear the page, or use the keyboard alone; empty when nothing does. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const nameless: string[] = [];
  for (const role of ['button', 'link', 'textbox', 'searchbox', 'combobox'] as const)
    for (const element of await page.getByRole(role).all()) {
      const snapshot = await element.ariaSnapshot();
      if (!/^- '?\w+ "[^"]+"/.test(snapshot)) nameless.push(`without a name: ${snapshot}`);
    }
  return [...nameless, ...(await page.evaluate(objections)), ...(await page.evaluate(faintTexts))];
}
