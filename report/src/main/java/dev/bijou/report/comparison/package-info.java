/// The page that compares drawn rows with real ones.
@NullMarked
package dev.bijou.report.comparison;

import org.jspecify.annotations.NullMarked;
