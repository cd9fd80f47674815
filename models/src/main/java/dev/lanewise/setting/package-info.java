/**
 * What can be set by name: {@code --set key=value}, a configuration file, the settings of a recipe. A record's components
 * are settings if its defaults are given and each says what it means.
 */
package dev.lanewise.setting;
