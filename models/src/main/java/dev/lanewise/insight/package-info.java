/** Looks into a trained model: what an answer depends on, what a unit looks for, where samples lie. */
package dev.lanewise.insight;
