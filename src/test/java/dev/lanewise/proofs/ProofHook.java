package dev.lanewise.proofs;

import dev.lanewise.gradient.GradientCheck;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Counts what the properties of this module prove while they run: found by jqwik through META-INF/services. */
public final class ProofHook implements AroundPropertyHook, AroundTryHook {
    private static final Proofs COUNTED = new Proofs();

    static {
        GradientCheck.observe(COUNTED::checked);
    }

    /** Writes what was counted so far when jqwik ends a run: there may be several in one process. */
    private static final class AtEnd implements Store.CloseOnReset {
        @Override
        public void close() {
            COUNTED.write();
        }
    }

    private static Proofs counted() {
        Store.getOrCreate(ProofHook.class, Lifespan.RUN, AtEnd::new).get();
        return COUNTED;
    }

    /** For jqwik. */
    public ProofHook() {}

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return true;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        counted().property(context.containerClass(), result.status());
        return result;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        counted().tried();
        return aTry.execute(parameters);
    }
}
