import { clsx, type ClassValue } from "clsx";

/**
 * Joins class names. Two that set the same property are not resolved: a component that can look different has a
 * variant for it, and callers add only what places it (margins, grid cells, widths).
 */
export const cn = (...inputs: ClassValue[]): string => clsx(inputs);
