package dev.lanewise.golden;

import dev.lanewise.autograd.Var;

/** How to build what a PyTorch class or function is called here. */
@FunctionalInterface
interface TorchKind {
    /**
     * Builds it from the options, which must all be asked for, and runs it.
     *
     * @return its outputs, in PyTorch's order
     * @throws Options.Unsupported naming an option that Lanewise does not have
     */
    Var[] run(TorchCase golden, Options options);
}
