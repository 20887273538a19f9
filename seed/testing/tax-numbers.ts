/**
 * Whether a text is a valid GSTIN, worked out another way than the generator does: from the right, as a whole that must
 * leave nothing when divided, the form in which Luhn's rule is stated for card numbers.
 */
export function isGstin(text: string): boolean {
  if (!/^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/.test(text)) return false;
  const digits = [...text].reverse().map((character) => Number.parseInt(character, 36));
  const summed = digits.map((digit, place) => {
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    return [...weighed.toString(36)].reduce((sum, part) => sum + Number.parseInt(part, 36), 0);
  });
  return summed.reduce((sum, part) => sum + part, 0) % 36 === 0;
}

/** A permanent account number: five letters, of which the fourth says who holds it, four digits, a letter. */
export const panPattern = /^[A-Z]{3}[PCF][A-Z]\d{4}[A-Z]$/;
