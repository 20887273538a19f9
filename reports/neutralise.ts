/** Line breaks of every kind, tabs included: they could forge a line, a row or a heading. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * What a terminal or a browser acts upon instead of showing: control characters (ESC starts ANSI codes), marks that
 * reverse or hide text, lone surrogates and non-characters. Joiners stay: Indic scripts are written with them.
 */
const acting =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}/gu;

/** The text on one line, with everything that acts replaced by U+FFFD so that a reader sees something was there. */
export function neutraliseText(text: string): string {
  return text.replace(breaks, ' ').replace(acting, '\ufffd');
}

/**
 * A copy of `value` in which every string is neutralised, however deep. All formats start from this copy; each still
 * escapes for its own syntax.
 */
export function neutralise<Value>(value: Value): Value {
  if (typeof value === 'string') return neutraliseText(value) as Value;
  if (Array.isArray(value)) return value.map(neutralise) as Value;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, neutralise(item)])) as Value;
  }
  return value;
}
