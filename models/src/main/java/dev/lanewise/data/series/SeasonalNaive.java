package dev.lanewise.data.series;

/**
 * The forecast that a model has to beat: every step as it was one season earlier, or as many seasons earlier as it takes to
 * reach a step that is known. With a season of one step, or where the file does not reach back so far, it is the last
 * known value. (Hyndman and Athanasopoulos: Forecasting, principles and practice, 2021, section 5.2.)
 *
 * @param data the samples it is made for
 * @param period the length of a season in steps, at least 1
 */
public record SeasonalNaive(SeriesDataset data, int period) {
    /**
     * Mean errors over all samples, steps and targets.
     *
     * @param mae the mean absolute error in the file's units
     * @param rmse the root of the mean squared error in the file's units
     * @param scaledMae the mean absolute error of standardised targets, as a model is trained on them
     * @param scaledRmse the root of the mean squared error of standardised targets
     */
    public record Errors(double mae, double rmse, double scaledMae, double scaledRmse) {}

    /** Checks the period. */
    public SeasonalNaive {
        if (period < 1) {
            throw new IllegalArgumentException("seasonal naive: period " + period + ", expected at least 1");
        }
    }

    /** The forecast with the season that the data is prepared with. */
    public static SeasonalNaive of(SeriesDataset data) {
        return new SeasonalNaive(data, data.preparation().period());
    }

    /**
     * A forecast in the file's units.
     *
     * @param sample the sample
     * @param ahead the step within the horizon, from 0
     * @param k the target
     */
    public double forecast(int sample, int ahead, int k) {
        int start = data.forecastStart(sample);
        int seasons = ahead / period + 1;
        long step = (long) start + ahead - (long) seasons * period;
        return data.value(step < 0 ? start - 1 : (int) step, k);
    }

    /** Its errors over all samples. */
    public Errors errors() {
        SeriesPreparation preparation = data.preparation();
        double absolute = 0;
        double squared = 0;
        double scaledAbsolute = 0;
        double scaledSquared = 0;
        for (int i = 0; i < data.size(); i++) {
            for (int h = 0; h < preparation.horizon(); h++) {
                for (int k = 0; k < preparation.targets().size(); k++) {
                    double error = forecast(i, h, k) - data.value(data.forecastStart(i) + h, k);
                    double scaled = error / preparation.target(k).deviation();
                    absolute += Math.abs(error);
                    squared += error * error;
                    scaledAbsolute += Math.abs(scaled);
                    scaledSquared += scaled * scaled;
                }
            }
        }
        double n = (double) data.size()
                * preparation.horizon()
                * preparation.targets().size();
        return new Errors(absolute / n, Math.sqrt(squared / n), scaledAbsolute / n, Math.sqrt(scaledSquared / n));
    }

    /**
     * The skill of a forecast against this one: {@code 1 - error / naive}. 1 is perfect, 0 no better, below 0 worse.
     *
     * @param error the model's error
     * @param naive the error of this forecast, of the same kind on the same samples
     */
    public static double skill(double error, double naive) {
        return naive == 0 ? (error == 0 ? 0 : Double.NEGATIVE_INFINITY) : 1 - error / naive;
    }
}
