/**
 * Benchmarks: JMH classes for a close look, {@link dev.lanewise.jmh.KernelRates} for figures to quote. Both run the work
 * of {@code GemmWork}, {@code ConvWork} and {@code StepWork}.
 */
package dev.lanewise.jmh;
