/** Every whole number below ten thousand as four digits, from which long numbers are put together without arithmetic. */
export const fourDigits: readonly string[] = Array.from({ length: 10_000 }, (_, number) =>
  String(number).padStart(4, '0'),
);
