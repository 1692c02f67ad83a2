/** Numbers as the methodology prints them; a fixed form, so that the text is the same on every machine. */
export function decimal(value, digits) {
  const [whole, part] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = part === undefined ? grouped : `${grouped}.${part}`;
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${text}` : text;
}

export function percent(share, digits = 1) {
  return `${decimal(100 * share, digits)} %`;
}

export function whole(value) {
  return decimal(value, 0);
}

/** What every figure says of where it comes from. */
export function originOf({ report, seed }) {
  return `Scorecard of the demo portfolio, seed ${seed}: ${whole(report.customers)} customers, ${whole(report.badCustomers)} bad`;
}
