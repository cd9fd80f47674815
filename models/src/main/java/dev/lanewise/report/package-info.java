/**
 * A run's self-contained {@code report.html}: one file that opens offline, without scripts, fonts or pictures from
 * elsewhere.
 *
 * <p>A {@link dev.lanewise.report.Report} is a header and a list of {@link dev.lanewise.report.Section}s. A new kind of
 * content is one more implementation of {@code Section}; nothing else changes. The package uses the JDK only and
 * computes nothing about training: callers pass numbers, it draws them. The same report gives the same text, byte for
 * byte.
 */
package dev.lanewise.report;
