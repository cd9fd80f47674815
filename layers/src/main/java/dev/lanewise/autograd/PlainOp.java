package dev.lanewise.autograd;

/** An operation without a gradient: its outputs are constants to whatever follows. */
public non-sealed interface PlainOp extends Op {}
