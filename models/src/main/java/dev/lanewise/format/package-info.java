/**
 * File formats, and writing files so that they are whole or not there. Knows nothing of training, models or data sets.
 *
 * <p>A damaged file throws {@link dev.lanewise.format.FormatException}; a file that cannot be opened, read or written
 * throws {@link java.io.IOException}. Both say in one line which file and what is wrong.
 */
package dev.lanewise.format;
