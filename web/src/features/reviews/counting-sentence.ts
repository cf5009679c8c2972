const one = /^(?:No issues found|\d+ issues?: (?:\d+ (?:high|med|low)(?:, )?)+)\.$/;

/**
 * Whether a summary is what the server writes where no model wrote any ("3 issues: 1 high, 2 med."), for one file or,
 * a line each with its path, for several.
 */
export const isCount = (summary: string): boolean =>
  summary.split("\n").every((line) => one.test(line) || one.test(line.replace(/^.*?: (?=No issues found|\d+ issues?:)/, "")));
