package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Copies. */
public class LayoutBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "layout.permute heads 4x256x12x64",
        "layout.permute transpose 1024x768",
        "layout.permute channels last 16x64x28x28",
        "layout.block 512 of 1024x768",
        "layout.flip 1024x768",
        "layout.gatherRows 1024 of 4096x256",
        "layout.scatterAddRows 1024 to 4096x256"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
