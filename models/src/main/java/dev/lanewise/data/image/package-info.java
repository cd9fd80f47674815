/** Picture files as planes of floats. */
package dev.lanewise.data.image;
