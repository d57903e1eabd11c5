/// What a file of weights does not say of its flow.
@NullMarked
package dev.bijou.interop.config;

import org.jspecify.annotations.NullMarked;
