/// Whether the service holds out: mixed load for an hour, with every answer compared.
@NullMarked
package dev.bijou.benchmark.serve;

import org.jspecify.annotations.NullMarked;
