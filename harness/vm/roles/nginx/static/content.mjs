// Contents of the made-up front-end: drawn from a seeded sequence, so that they never change by themselves.

const words =
  'customer order piece gold silver chain ring bangle pendant store staff rate weight purity making stone price tax total ' +
  'invoice scheme repair visit lead task call message note search filter list table row column page panel button field';
const vocabulary = words.split(' ');

/** Whole numbers below a bound, the same ones for the same seed (mulberry32). */
function sequence(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Pieces one after the other until the text is about `bytes` long; every piece is whole. */
function grown(seed, bytes, piece) {
  const below = sequence(seed);
  const word = () => vocabulary[below(vocabulary.length)];
  const pieces = [];
  for (let length = 0, n = 0; length < bytes; n++) {
    const next = piece({ n, word, below });
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
}

/** A module of small functions, about as compressible as a bundle. */
export function script(seed, bytes) {
  return grown(seed, bytes, ({ n, word, below }) => {
    const [a, b] = [`${word()}${below(90)}`, `${word()}${below(90)}x`];
    const name = `${word()}_${word()}_${n}`;
    const body = [
      `const ${a}=of.${word()}*${below(10_000)}+${below(97)};`,
      `if(${a}>${below(100_000)})return'${word()} ${word()} ${word()}';`,
      `const ${b}=[of.${word()},of.${word()},${below(1000)}].filter(Boolean);`,
      `return{${word()}:${a},rows_${n}:${b},key:'${below(0xffffff).toString(36)}'}`,
    ];
    return `export function ${name}(of){${body.join('')}}\n`;
  });
}

/** A style sheet. */
export function styles(seed, bytes) {
  return grown(seed, bytes, ({ n, word, below }) => {
    const colour = `#${below(0x1000000).toString(16).padStart(6, '0')}`;
    const box = `padding:${below(32)}px ${below(32)}px;margin:${below(24)}px;border-radius:${below(12)}px`;
    return `.${word()}-${word()}-${n}{display:flex;color:${colour};${box};font-size:${10 + below(16)}px}\n`;
  });
}

/** A sheet of icons. */
export function icons(seed, bytes) {
  const symbols = grown(seed, bytes, ({ n, below }) => {
    const lines = Array.from({ length: 12 }, () => `L${below(240) / 10} ${below(240) / 10}`);
    return `<symbol id="i${n}" viewBox="0 0 24 24"><path d="M${below(24)} ${below(24)}${lines.join('')}Z"/></symbol>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}</svg>\n`;
}

/** Bytes without any order, of the size of a font: it is none, and nothing can compress it. */
export function glyphs(seed, bytes) {
  const below = sequence(seed);
  return Buffer.from(Array.from({ length: bytes }, () => below(256)));
}

/** A ring with a stone, drawn by us. */
export function logo() {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" role="img" aria-label="Jewellery CRM">',
    '<circle cx="60" cy="74" r="34" fill="none" stroke="#b8860b" stroke-width="9"/>',
    '<path d="M42 28 L78 28 L90 42 L60 66 L30 42 Z" fill="#e8f4fa" stroke="#5a7d8c" stroke-width="3"/>',
    '<path d="M30 42 L90 42 M42 28 L52 42 L60 66 L68 42 L78 28" fill="none" stroke="#5a7d8c" stroke-width="2"/>',
    '</svg>',
    '',
  ].join('\n');
}
