/**
 * The command line: parses, calls, prints. Data goes to standard output, everything else to standard error; a command
 * returns its exit code, and only {@link dev.lanewise.cli.Main#main} ends the process.
 */
package dev.lanewise.cli;
