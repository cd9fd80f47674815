/** IDX, the format of MNIST and its kin: unsigned bytes in up to three dimensions, plain or gzip. */
package dev.lanewise.data.idx;
