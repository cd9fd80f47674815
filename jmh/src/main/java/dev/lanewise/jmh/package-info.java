/**
 * JMH classes for day-to-day work on a kernel: one for each family, and one for training steps. They run what {@code
 * lanewise bench} measures; {@code jmh/peers} runs it beside other libraries.
 */
package dev.lanewise.jmh;
