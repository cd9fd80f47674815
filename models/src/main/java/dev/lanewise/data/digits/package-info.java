/**
 * The data set built in: digits drawn by strokes. {@link dev.lanewise.data.digits.Digits} delivers it, {@code Glyphs}
 * knows the styles, {@code Hand} varies one, {@code Pen} draws lines.
 */
package dev.lanewise.data.digits;
