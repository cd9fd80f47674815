/** CIFAR-10 and CIFAR-100 in their binary form: records of one or two label bytes and three planes of 32 x 32 bytes. */
package dev.lanewise.data.cifar;
