/** Layers that multiply one branch by another: GLU, SwiGLU, highway. Used by feed-forward blocks. */
package dev.lanewise.nn.gate;
