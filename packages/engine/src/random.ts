/** A source of random numbers that is passed in, never global: the same seed gives the same bits everywhere. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), without modulo bias for bounds up to 2^32. */
  integer(bound: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
}

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), seeded through splitmix32 from a number
 * or a text. A `stream` separates independent uses of one seed.
 */
export function createRandom(seed: number | string, stream = ''): Random {
  const next = sfc32(hashText(`${seed}\u0000${stream}`));
  const uniform = () => next() / 4294967296;
  return {
    uniform,
    integer(bound) {
      if (!(bound >= 1 && bound <= 4294967296)) throw new RangeError(`bound ${bound}`);
      const limit = 4294967296 - (4294967296 % bound);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % bound;
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
  };
}

/** A stable 32-bit hash of a text: FNV-1a over its UTF-16 units, finished as in MurmurHash3. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function sfc32(seed: number): () => number {
  let mixed = seed;
  const splitmix = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}
