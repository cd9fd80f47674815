/**
 * Measures this machine and the kernels on it: what its units and its memory do at most, how much of that each kernel
 * takes, and how each compares with its scalar twin.
 */
package dev.lanewise.bench;
