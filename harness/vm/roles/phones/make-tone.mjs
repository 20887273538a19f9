// Two seconds of a tone as G.711 (µ-law, 8,000 samples a second), to stdout: what a phone says.
const quiet = 8_000;
const samples = Buffer.alloc(16_000);
for (let n = 0; n < samples.length; n++)
  samples[n] = muLaw(quiet * Math.sin((2 * Math.PI * 440 * n) / 8_000));
process.stdout.write(samples);

function muLaw(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(Math.round(sample)), 32_635) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}
