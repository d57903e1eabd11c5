/// A flow at work, step by step.
@NullMarked
package dev.bijou.report.step;

import org.jspecify.annotations.NullMarked;
