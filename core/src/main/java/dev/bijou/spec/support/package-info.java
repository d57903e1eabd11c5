/// What specifications share: ranges of their numbers, descriptions of their parts.
@NullMarked
package dev.bijou.spec.support;

import org.jspecify.annotations.NullMarked;
