import type { BinRange, Characteristic } from './model.js';

/** Whether a bin holds the value; category codes and numbers are told apart by the kind of bin. */
function holds(bin: BinRange, value: number): boolean {
  switch (bin.kind) {
    case 'missing':
      return Number.isNaN(value);
    case 'special':
      return value === bin.value;
    case 'categories':
      return bin.codes.includes(value);
    case 'range':
      return (bin.from === null || value >= bin.from) && (bin.to === null || value < bin.to);
  }
}

/** Bin of a value; undefined when training never saw such a value. Special values go before ranges. */
export function findBin(characteristic: Characteristic, value: number) {
  const isSpecial = characteristic.specials.includes(value);
  return characteristic.bins.find(
    (bin) => holds(bin, value) && !(isSpecial && bin.kind === 'range'),
  );
}
