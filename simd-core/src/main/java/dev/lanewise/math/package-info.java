/** Scalar elementary functions and random words. They define the bits that the kernels reproduce at every width. */
package dev.lanewise.math;
