package dev.lanewise.data.source;

import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Brightness;
import dev.lanewise.data.augment.Contrast;
import dev.lanewise.data.augment.Cutout;
import dev.lanewise.data.augment.HorizontalFlip;
import dev.lanewise.data.augment.Noise;
import dev.lanewise.data.augment.RandomCrop;
import dev.lanewise.data.augment.Rotate;
import dev.lanewise.data.augment.Shift;
import dev.lanewise.setting.Meaning;
import dev.lanewise.setting.RecordSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * How images are read and augmented; each component says what it means.
 *
 * @param channels see its meaning
 * @param height see its meaning
 * @param width see its meaning
 * @param skipBad see its meaning
 * @param heldOut see its meaning
 * @param validation see its meaning
 * @param flip see its meaning
 * @param crop see its meaning
 * @param rotate see its meaning
 * @param shift see its meaning
 * @param noise see its meaning
 * @param cutout see its meaning
 * @param brightness see its meaning
 * @param contrast see its meaning
 * @param mixup see its meaning
 */
public record ImageOptions(
        @Meaning("of pictures in folders: 1 for grey, 3 for colour")
        int channels,

        @Meaning("of pictures in folders, in pixels: they are resized and cropped; 0 for the size that all have")
        int height,

        @Meaning("likewise; 0 for the size that all have") int width,

        @Meaning("whether damaged pictures are left out instead of ending the run")
        boolean skipBad,

        @Meaning("the share of each class kept for the test where the data has no such part, 0 to 1")
        double heldOut,

        @Meaning("the share of each class kept for validation where the data has no such part; 0 for none")
        double validation,

        @Meaning("augmentation: the probability of a mirror image, 0 to 1")
        double flip,

        @Meaning("augmentation: a border of so many pixels is added and the size cut out anywhere; 0 for none")
        int crop,

        @Meaning("augmentation: the largest angle of rotation, in degrees; 0 for none")
        double rotate,

        @Meaning("augmentation: the largest shift as a share of the side, 0 to 1")
        double shift,

        @Meaning("augmentation: the deviation of noise for pixels in [0, 1]; 0 for none")
        double noise,

        @Meaning("augmentation: the side of a square that is blanked, in pixels; 0 for none")
        int cutout,

        @Meaning("augmentation: the largest change of brightness for pixels in [0, 1]; 0 for none")
        double brightness,

        @Meaning("augmentation: the largest change of contrast as a share; 0 for none")
        double contrast,

        @Meaning("augmentation: alpha of mixup, which blends pairs of samples; 0 for none")
        double mixup) {
    /** As the data is, nothing augmented: colour pictures, a fifth for the test where nothing says it. */
    public static final ImageOptions PLAIN = new ImageOptions(3, 0, 0, false, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Checks the numbers. */
    public ImageOptions {
        RecordSettings.check(channels == 1 || channels == 3, "channels", channels, "1 or 3");
        RecordSettings.check(height >= 0, "height", height, "at least 0");
        RecordSettings.check(width >= 0, "width", width, "at least 0");
        RecordSettings.check(heldOut > 0 && heldOut < 1, "held_out", heldOut, "above 0 and below 1");
        RecordSettings.check(validation >= 0 && validation < 1, "validation", validation, "at least 0 and below 1");
        RecordSettings.check(flip >= 0 && flip <= 1, "flip", flip, "0 to 1");
        RecordSettings.check(crop >= 0, "crop", crop, "at least 0");
        RecordSettings.check(rotate >= 0 && rotate <= 180, "rotate", rotate, "0 to 180");
        RecordSettings.check(shift >= 0 && shift <= 1, "shift", shift, "0 to 1");
        RecordSettings.check(noise >= 0, "noise", noise, "at least 0");
        RecordSettings.check(cutout >= 0, "cutout", cutout, "at least 0");
        RecordSettings.check(brightness >= 0 && brightness <= 1, "brightness", brightness, "0 to 1");
        RecordSettings.check(contrast >= 0 && contrast < 1, "contrast", contrast, "at least 0 and below 1");
        RecordSettings.check(mixup >= 0, "mixup", mixup, "at least 0");
    }

    /** What is done to an image in training, in order. */
    Augmentation[] augmentations() {
        List<Augmentation> steps = new ArrayList<>();
        if (flip > 0) {
            steps.add(new HorizontalFlip((float) flip));
        }
        if (rotate > 0) {
            steps.add(new Rotate((float) rotate, 0));
        }
        if (shift > 0) {
            steps.add(new Shift((float) shift, 0));
        }
        if (crop > 0) {
            steps.add(new RandomCrop(crop, 0));
        }
        if (brightness > 0) {
            steps.add(new Brightness((float) brightness));
        }
        if (contrast > 0) {
            steps.add(new Contrast((float) contrast));
        }
        if (noise > 0) {
            steps.add(new Noise((float) noise));
        }
        if (cutout > 0) {
            steps.add(new Cutout(cutout, 0));
        }
        return steps.toArray(Augmentation[]::new);
    }
}
