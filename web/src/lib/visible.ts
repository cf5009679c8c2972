// Bidirectional controls, zero-width characters and C0/C1 controls (tab excepted): what can make text look like something else.
const deceptive = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Text with every invisible or reordering character written out as its code point, for example "[U+202E]": neither
 * submitted code nor a finding may show itself as something it is not.
 */
export const visible = (text: string): string =>
  text.replace(deceptive, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
