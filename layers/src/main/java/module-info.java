/** Autograd, operations, layers, losses and optimisers. Needs the JDK and simd-core. */
module dev.lanewise.layers {
    requires transitive dev.lanewise.simd;

    exports dev.lanewise.autograd;
    exports dev.lanewise.gradient;
    exports dev.lanewise.init;
    exports dev.lanewise.loss;
    exports dev.lanewise.nn.activation;
    exports dev.lanewise.nn.attention;
    exports dev.lanewise.nn.conv;
    exports dev.lanewise.nn.embed;
    exports dev.lanewise.nn.gate;
    exports dev.lanewise.nn.graph;
    exports dev.lanewise.nn.latent;
    exports dev.lanewise.nn.norm;
    exports dev.lanewise.nn.recurrent;
    exports dev.lanewise.nn.transformer;
    exports dev.lanewise.nn;
    exports dev.lanewise.op.attention;
    exports dev.lanewise.op.conv;
    exports dev.lanewise.op.graph;
    exports dev.lanewise.op.loss;
    exports dev.lanewise.op.math;
    exports dev.lanewise.op.matrix;
    exports dev.lanewise.op.norm;
    exports dev.lanewise.op.random;
    exports dev.lanewise.op.recurrent;
    exports dev.lanewise.op.reduce;
    exports dev.lanewise.op.shape;
    exports dev.lanewise.op;
    exports dev.lanewise.optim;
}
