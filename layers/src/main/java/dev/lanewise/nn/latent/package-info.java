/**
 * Latent variables: Gaussians whose parameters are computed, and draws of them that gradients flow through. Used by
 * variational autoencoders.
 */
package dev.lanewise.nn.latent;
