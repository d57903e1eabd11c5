/// How text is read, beside what others say is right: [Reading] is the command, [Normalization] and [Homographs] judge.
@NullMarked
package dev.bijou.benchmark.reading;

import org.jspecify.annotations.NullMarked;
