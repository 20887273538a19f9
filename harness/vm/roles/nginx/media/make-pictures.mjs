// Draws product pictures: rings with a stone, each of another metal, colour and size, and the same ones every time. Nothing
// is copied from anywhere. Usage: node make-pictures.mjs <folder> <count>, which writes 1.png to <count>.png.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { encodePng } from './png.mjs';

const SIZE = 192;
const metals = [
  [212, 175, 55], // gold
  [183, 110, 121], // rose gold
  [192, 192, 200], // silver
  [160, 160, 155], // platinum
];
const stones = [
  [150, 20, 50], // ruby
  [20, 110, 70], // emerald
  [30, 60, 160], // sapphire
  [225, 235, 245], // diamond
  [120, 60, 160], // amethyst
];

/** Numbers from 0 up to 1, the same for the same seed (a linear congruence, enough for grain). */
function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function pictureOf(n) {
  const next = numbersFrom(n * 7919);
  const metal = metals[n % metals.length];
  const stone = stones[n % stones.length];
  const radius = 44 + (n % 7) * 3;
  const band = 7 + (n % 4) * 2;
  const stoneRadius = 15 + (n % 3) * 4;
  const [cx, cy] = [SIZE / 2, SIZE / 2 + 12];
  const pixels = Buffer.alloc(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const at = (y * SIZE + x) * 3;
      const fromBand = Math.abs(Math.hypot(x - cx, y - cy) - radius) / band;
      const fromStone = (Math.abs(x - cx) + Math.abs(y - (cy - radius))) / stoneRadius; // a square on its corner
      // light comes from the upper left; grain as of a camera makes the file as large as a photograph's
      const light = 1.15 - (x + y) / (SIZE * 4);
      const grain = (next() - 0.5) * 5;
      let colour = [236, 232, 226];
      let shade = light - 0.15;
      if (fromStone < 1) {
        colour = stone;
        shade = light + 0.35 * Math.cos(Math.atan2(y - cy + radius, x - cx) * 4); // facets
      } else if (fromBand < 1) {
        colour = metal;
        shade = light * (0.6 + 0.55 * Math.sqrt(1 - fromBand * fromBand)); // round in section
      }
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = Math.max(0, Math.min(255, Math.round(colour[channel] * shade + grain)));
    }
  }
  return encodePng(SIZE, SIZE, pixels);
}

const [folder, count] = [argv[2], Number(argv[3])];
if (!folder || !Number.isInteger(count) || count < 1) {
  stderr.write('usage: make-pictures.mjs <folder> <count>\n');
  exit(64);
}
mkdirSync(folder, { recursive: true });
for (let n = 1; n <= count; n++) writeFileSync(join(folder, `${n}.png`), pictureOf(n));
