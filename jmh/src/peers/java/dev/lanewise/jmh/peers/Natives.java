package dev.lanewise.jmh.peers;

import dev.lanewise.tensor.Tensor;
import org.bytedeco.javacpp.FloatPointer;

/** Native memory for the peers that need it. */
final class Natives {
    private Natives() {}

    /** A copy of the elements outside the heap. */
    static FloatPointer floats(Tensor t) {
        return new FloatPointer(t.toArray());
    }

    /** A task whose result is native memory. */
    static Task task(Runnable run, FloatPointer result) {
        return new Task() {
            @Override
            public void run() {
                run.run();
            }

            @Override
            public float[] result() {
                float[] values = new float[(int) result.capacity()];
                result.get(values);
                return values;
            }
        };
    }
}
