/** JSON as plain maps, lists and values, for the few small files that are JSON. */
package dev.lanewise.format.json;
