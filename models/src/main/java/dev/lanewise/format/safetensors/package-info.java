/**
 * Safetensors: named tensors in one file. The format is that of the reference implementation
 * (github.com/huggingface/safetensors): the header's length as a little-endian u64, a JSON header, then the data of all
 * tensors without gaps.
 */
package dev.lanewise.format.safetensors;
