/** Autograd, operations, layers, losses and optimisers. Needs the JDK and simd-core. */
module dev.lanewise.layers {
    requires transitive dev.lanewise.simd;

    exports dev.lanewise.autograd;
    exports dev.lanewise.op;
    exports dev.lanewise.nn;
    exports dev.lanewise.loss;
    exports dev.lanewise.optim;
    exports dev.lanewise.init;
}
