package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Products of matrices. */
public class GemmBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "gemm.gemm 512x512x512 NN",
        "gemm.gemm 512x512x512 NT",
        "gemm.gemm 512x512x512 TN",
        "gemm.gemm 512x512x512 TT",
        "gemm.gemm 64x64x64 NN",
        "gemm.gemm 521x521x521 NN",
        "gemm.gemm 1024x1024x1024 NN",
        "gemm.gemm 1x3072x768 NN",
        "gemm.gemm 8x3072x768 NN",
        "gemm.gemm 1x4096x4096 NT",
        "gemm.packed 1x3072x768 bias relu",
        "gemm.packed 1x4096x4096 bias relu",
        "gemm.packed 32x3072x768 bias relu",
        "gemm.batched 12 of 128x128x64 NT"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
