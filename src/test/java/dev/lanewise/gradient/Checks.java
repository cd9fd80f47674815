package dev.lanewise.gradient;

import dev.lanewise.autograd.DifferentiableOp;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which operation a property of this package compares with central differences. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Checks {
    Class<? extends DifferentiableOp> value();
}
