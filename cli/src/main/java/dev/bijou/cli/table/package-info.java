/// The commands for tables: fit, score, detect, watch, sample, impute, report, schema and toy.
@NullMarked
package dev.bijou.cli.table;

import org.jspecify.annotations.NullMarked;
