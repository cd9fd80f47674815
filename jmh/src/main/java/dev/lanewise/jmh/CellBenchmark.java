package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Recurrent cells. */
public class CellBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "cell.lstm 64x256",
        "cell.lstmBackward 64x256",
        "cell.gru 64x256",
        "cell.gruBackward 64x256",
        "cell.rnn tanh 64x256",
        "cell.rnnBackward tanh 64x256"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
