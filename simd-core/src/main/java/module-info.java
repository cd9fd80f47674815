/** Tensors, SIMD kernels and threads. Needs the JDK alone; the vector module is optional at run time. */
module dev.lanewise.simd {
    requires static jdk.incubator.vector;
    requires jdk.management;

    exports dev.lanewise.tensor;
    exports dev.lanewise.math;
    exports dev.lanewise.thread;
    exports dev.lanewise.kernel;
    exports dev.lanewise.kernel.scalar;
    exports dev.lanewise.runtime;
}
