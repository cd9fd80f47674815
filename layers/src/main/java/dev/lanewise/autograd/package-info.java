/**
 * The tape and what is on it. Operations say shapes, values and gradients ({@link dev.lanewise.autograd.Op}); a {@link
 * dev.lanewise.autograd.Tape} runs them, remembers them, and runs their gradients backwards; {@link
 * dev.lanewise.autograd.Parameter} and {@link dev.lanewise.autograd.Buffer} outlive it.
 *
 * <p>Used by every layer; written against by operations.
 */
package dev.lanewise.autograd;
