package dev.lanewise.nn;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a model: a record whose components are its parameters, buffers, options and inner layers. Its names are those
 * of the components, joined by dots as in PyTorch: {@code conv1.weight}.
 *
 * <p>A layer has a {@code forward} with the signature that is natural to it: one value ({@link Unary}), several, or values
 * with state that comes in and goes out.
 */
public interface Layer {
    /** All parameters by name, in the order of the components; a shared one is listed once, under its first name. */
    default Map<String, Parameter> parameters() {
        Map<String, Parameter> found = new LinkedHashMap<>();
        Components.collect(this, "", Parameter.class, found);
        return found;
    }

    /** All buffers by name, in the order of the components. */
    default Map<String, Buffer> buffers() {
        Map<String, Buffer> found = new LinkedHashMap<>();
        Components.collect(this, "", Buffer.class, found);
        return found;
    }

    /** A table of the parameters: {@code System.out.print(model.summary())}. */
    default Summary summary() {
        return Summary.of(this);
    }
}
